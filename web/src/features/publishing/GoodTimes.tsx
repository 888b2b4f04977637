import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/clock'
import { clockTime, dateAndTime } from '@/lib/format'
import { nextAt, weekdayName } from '@/lib/weekdays'
import { instantOf, localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { bestTimesQuery, nextSlotQuery } from './slotQueries'

type Props = { accountId: string; zone: string; onPick: (local: string) => void; onPickSlot: (local: string) => void }

/** Times worth a click: the account's next free posting time, and the hours at which its posts have done best. */
export function GoodTimes({ accountId, zone, onPick, onPickSlot }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const now = useNow()
  const { data: slot } = useQuery(nextSlotQuery(accountId))
  const { data: best } = useQuery(bestTimesQuery(accountId, zone))
  const hours = best?.recommendations.slice(0, 3) ?? []
  if (!slot && hours.length === 0) return null
  return (
    <Group gap={6} mt="xs">
      {slot && <Button size="compact-sm" variant="light" onClick={() => onPickSlot(localTime(new Date(slot.at), zone))}>{publishing.nextSlot}: {dateAndTime(slot.at, locale, zone)}</Button>}
      {hours.length > 0 && <Text size="xs" c="dimmed" w="100%">{publishing.bestTimes}. {publishing.bestTimesHelp(best?.postsAnalyzed ?? 0)}</Text>}
      {hours.map(({ dayOfWeek, hour, confidence }) => {
        const local = nextAt(dayOfWeek, hour, localTime(new Date(now), zone))
        return (
          <Button key={`${dayOfWeek}${hour}`} size="compact-sm" variant="default" onClick={() => onPick(local)}>
            {weekdayName(dayOfWeek, locale)} {clockTime(instantOf(local, zone), locale, zone)}{confidence === 'low' && ` (${publishing.lowConfidence})`}
          </Button>
        )
      })}
    </Group>
  )
}
