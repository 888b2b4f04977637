import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useUser } from '@/api/session'
import { useNow } from '@/lib/clock'
import { dateAndTime } from '@/lib/format'
import { addDays } from '@/lib/months'
import { instantOf, localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'

type Props = { opened: boolean; closesAt: string; pending: boolean; error: unknown; onClose: () => void; onChoose: (at: Date) => void }

/** Asks for a time before the window closes. */
export function SendLater({ opened, closesAt, pending, error, onClose, onChoose }: Props) {
  const { texts, locale } = useTexts()
  const { sending, common } = texts
  const { timezone } = useUser()
  const now = useNow()
  const [local, setLocal] = useState('')
  const at = local.length === 16 ? instantOf(local, timezone) : null
  const problem = !at ? undefined : at.getTime() <= now ? sending.laterPast : at.getTime() >= Date.parse(closesAt) ? sending.laterTooLate : undefined
  const [date = '', time = ''] = local.split('T')
  const today = localTime(new Date(now), timezone).slice(0, 10)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (at && !problem) onChoose(at)
  }
  return (
    <Modal opened={opened} onClose={onClose} centered title={<Text fw={650} size="lg">{sending.later}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <form onSubmit={submit} noValidate>
        <Group grow align="flex-start">
          <TextInput type="date" label={sending.laterDate} value={date} min={today} max={localTime(new Date(closesAt), timezone).slice(0, 10)} onChange={(event) => setLocal(`${event.currentTarget.value}T${time || '09:00'}`)} error={!!problem} data-autofocus />
          <TextInput type="time" label={sending.laterTime} value={time} onChange={(event) => setLocal(`${date || today}T${event.currentTarget.value}`)} error={!!problem} />
        </Group>
        {problem && <Text c="var(--mantine-color-error)" size="sm" mt={6} role="alert">{problem}</Text>}
        <Group gap={6} mt="sm">
          <Button size="compact-sm" variant="light" onClick={() => setLocal(localTime(new Date(Date.now() + 3_600_000), timezone))}>{sending.laterHour}</Button>
          <Button size="compact-sm" variant="light" onClick={() => setLocal(`${addDays(today, 1)}T09:00`)}>{sending.laterTomorrow}</Button>
        </Group>
        <Text size="sm" c="dimmed" mt="sm">{sending.laterUntil(dateAndTime(closesAt, locale, timezone))} {sending.laterZone(timezone)}</Text>
        {!!error && <ErrorAlert error={error} />}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" disabled={!at || !!problem} loading={pending}>{sending.laterConfirm}</Button>
        </Group>
      </form>
    </Modal>
  )
}
