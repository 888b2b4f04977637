import { Button, Checkbox, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconRepeat, IconRepeatOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { seriesQuery, useStopSeries } from './queries'

/** That a post comes again, and how to end that. */
export function SeriesNote({ seriesId }: { seriesId: string }) {
  const { publishing } = useTexts().texts
  const { data: series, error, refetch } = useQuery(seriesQuery(seriesId))
  const stop = useStopSeries()
  const [asking, setAsking] = useState(false)
  const [keepNext, setKeepNext] = useState(true)
  if (error) return <ErrorAlert error={error} retry={() => void refetch()} />
  if (!series) return null
  const active = series.status === 'active'
  const { unit, every = 1, until } = series.rule
  const drop = () => stop.mutate({ id: seriesId, keepNext }, {
    onSuccess: () => notifications.show({ message: publishing.repeatStopped, color: 'violet' }),
    onSettled: () => setAsking(false),
  })
  return (
    <section aria-label={publishing.repeat}>
      <Group justify="space-between" gap="xs">
        <Group gap={6} wrap="nowrap" flex="1 1 200px">
          <IconRepeat size={17} aria-hidden style={{ flexShrink: 0 }} />
          <Text size="sm">{active ? [every === 1 ? publishing.comesAgain[unit] : publishing.comesAgainSometimes, until && `${publishing.repeatUntil}: ${until}`].filter(Boolean).join(' · ') : publishing.comesNoMore}</Text>
        </Group>
        {active && <Button variant="default" size="compact-sm" leftSection={<IconRepeatOff size={16} aria-hidden />} onClick={() => setAsking(true)}>{publishing.stopRepeating}</Button>}
      </Group>
      {stop.error && <ErrorAlert error={stop.error} />}
      <ConfirmDialog
        opened={asking} title={publishing.stopRepeatingTitle} text={publishing.stopRepeatingText} confirm={publishing.stopRepeating} cancel={publishing.keepRepeating} pending={stop.isPending}
        onClose={() => setAsking(false)} onConfirm={drop}
      >
        <Checkbox mt="md" label={publishing.keepNext} checked={keepNext} onChange={(event) => setKeepNext(event.currentTarget.checked)} />
      </ConfirmDialog>
    </section>
  )
}
