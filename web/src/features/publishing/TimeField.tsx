import { Button, Fieldset, Group, Text, TextInput } from '@mantine/core'
import { useNow } from '@/lib/clock'
import { relativeTime } from '@/lib/format'
import { addDays } from '@/lib/months'
import { instantOf, localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { GoodTimes } from './GoodTimes'

type Props = { accountId: string; date: string; time: string; zone: string; error: string | false | undefined; onChange: (when: { date?: string; time?: string; isNextSlot?: boolean }) => void }

/** A wall-clock time in the user's zone, and how far away it is. */
export function TimeField({ accountId, date, time, zone, error, onChange }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const now = useNow()
  const split = (local: string) => ({ date: local.slice(0, 10), time: local.slice(11, 16) })
  const pick = (local: string) => onChange(split(local))
  // Rounded up to a whole minute: "in 2 minutes" is never sooner.
  const after = (minutes: number) => () => pick(localTime(new Date(Math.ceil(Date.now() / 60_000) * 60_000 + minutes * 60_000), zone))
  const today = localTime(new Date(now), zone).slice(0, 10)
  const instant = date && time ? instantOf(`${date}T${time}`, zone) : null
  return (
    <Fieldset legend={publishing.when} radius="md">
      <Group grow align="flex-start">
        <TextInput type="date" label={publishing.date} value={date} min={today} onChange={(event) => onChange({ date: event.currentTarget.value })} error={!!error} />
        <TextInput type="time" label={publishing.time} value={time} onChange={(event) => onChange({ time: event.currentTarget.value })} error={!!error} />
      </Group>
      {error && <Text c="var(--mantine-color-error)" size="sm" mt={6} role="alert">{error}</Text>}
      <Group gap={6} mt="xs">
        <Button size="compact-sm" variant="light" onClick={after(2)}>{publishing.quick.soon}</Button>
        <Button size="compact-sm" variant="light" onClick={after(60)}>{publishing.quick.hour}</Button>
        <Button size="compact-sm" variant="light" onClick={() => pick(`${addDays(today, 1)}T09:00`)}>{publishing.quick.tomorrow}</Button>
      </Group>
      {accountId && <GoodTimes accountId={accountId} zone={zone} onPick={pick} onPickSlot={(local) => onChange({ ...split(local), isNextSlot: true })} />}
      <Text size="xs" c="dimmed" mt="xs" aria-live="polite">
        {publishing.zone(zone)}{instant && instant.getTime() > now && ` · ${publishing.goesLive(relativeTime(instant, now, locale))}`}
      </Text>
    </Fieldset>
  )
}
