import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useUser } from '@/api/session'
import { firstDayOfWeek } from '@/lib/months'
import { weekdayName, weekdaysFrom, type Weekday } from '@/lib/weekdays'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { slotsQuery, useAddSlot, useRemoveSlot } from './slotQueries'

/** The times of the week at which an account likes to publish. */
export function SlotList({ accountId, mayChange }: { accountId: string; mayChange: boolean }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const days = weekdaysFrom(firstDayOfWeek(locale))
  const { data: slots = [], error } = useQuery(slotsQuery(accountId))
  const add = useAddSlot(accountId)
  const remove = useRemoveSlot(accountId)
  const [weekday, setWeekday] = useState<Weekday>(days[0] ?? 'monday')
  const [time, setTime] = useState('09:00')
  const failure = error ?? add.error ?? remove.error
  const nameOf = (slot: (typeof slots)[number]) => `${weekdayName(slot.weekday, locale)} ${slot.time.slice(0, 5)}${slot.timeZone === timezone ? '' : ` ${slot.timeZone}`}`
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">{publishing.slotsHelp}</Text>
      {failure && <ErrorAlert error={failure} />}
      {slots.length === 0 ? <Text size="sm">{publishing.slotsNone}</Text> : (
        <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
          {slots.toSorted((a, b) => days.indexOf(a.weekday) - days.indexOf(b.weekday) || a.time.localeCompare(b.time)).map((slot) => (
            <li key={slot.id}>
              <Group justify="space-between" wrap="nowrap">
                <Text size="sm">{nameOf(slot)}</Text>
                {mayChange && <ActionIcon variant="subtle" color="gray" size="lg" aria-label={publishing.removeSlot(nameOf(slot))} onClick={() => remove.mutate(slot.id)}><IconTrash size={18} aria-hidden /></ActionIcon>}
              </Group>
            </li>
          ))}
        </ul>
      )}
      {!mayChange && <Text size="sm" c="dimmed">{texts.common.lookOnly}</Text>}
      {mayChange && <form onSubmit={(event) => { event.preventDefault(); if (time) add.mutate({ weekday, time: `${time}:00`, timeZone: timezone }) }}>
        <Group align="flex-end" gap="xs">
          <NativeSelect label={publishing.weekday} value={weekday} data={days.map((value) => ({ value, label: weekdayName(value, locale) }))} onChange={(event) => setWeekday(days.find((day) => day === event.currentTarget.value) ?? weekday)} />
          <TextInput type="time" label={publishing.time} value={time} onChange={(event) => setTime(event.currentTarget.value)} />
          <Button type="submit" variant="light" leftSection={<IconPlus size={17} aria-hidden />} loading={add.isPending}>{publishing.addSlot}</Button>
        </Group>
      </form>}
    </Stack>
  )
}
