import { Text, Timeline } from '@mantine/core'
import { IconCheck, IconInbox, IconLoader2, IconX } from '@tabler/icons-react'
import type { ErasureStatus } from '@/api/types'
import { dateAndTime, longDate } from '@/lib/format'
import { browserZone } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'

const places = { received: 0, under_way: 1, done: 2, cancelled: 1 } as Record<string, number>

/** What has become of a request to delete data, with its times. */
export function ErasureSteps({ erasure }: { erasure: ErasureStatus }) {
  const { texts: { privacy }, locale } = useTexts()
  const zone = browserZone()
  const when = (at: string | null) => at && <Text size="sm" c="dimmed">{dateAndTime(at, locale, zone)}</Text>
  const later = erasure.beginsAt > erasure.receivedAt
  return (
    <Timeline active={places[erasure.state] ?? 0} bulletSize={28} lineWidth={2}>
      <Timeline.Item bullet={<IconInbox size={16} aria-hidden />} title={privacy.received}>{when(erasure.receivedAt)}</Timeline.Item>
      {erasure.state === 'cancelled' ? (
        <Timeline.Item bullet={<IconX size={16} aria-hidden />} title={privacy.cancelled}><Text size="sm">{privacy.cancelledText}</Text></Timeline.Item>
      ) : (
        <Timeline.Item bullet={<IconLoader2 size={16} aria-hidden />} title={privacy.underWay}>
          {erasure.startedAt ? when(erasure.startedAt) : <Text size="sm" c="dimmed">{later ? privacy.beginsOn(longDate(erasure.beginsAt, locale, zone)) : privacy.beginsSoon}</Text>}
        </Timeline.Item>
      )}
      {erasure.state !== 'cancelled' && (
        <Timeline.Item bullet={<IconCheck size={16} aria-hidden />} title={privacy.done}>
          {erasure.finishedAt ? when(erasure.finishedAt) : <Text size="sm" c="dimmed">{privacy.promised(longDate(erasure.promisedAt, locale, zone))}</Text>}
        </Timeline.Item>
      )}
    </Timeline>
  )
}
