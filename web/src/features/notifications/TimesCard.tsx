import { Alert, Button, Checkbox, Group, Select, Skeleton, Stack, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { NotificationPreferences } from '@/api/types'
import { firstDayOfWeek } from '@/lib/months'
import { shortWeekday, weekdaysFrom, type Weekday } from '@/lib/weekdays'
import { useTexts } from '@/texts/Texts'
import { Card } from '@/ui/Card'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { preferencesQuery, useSaveTimes } from './queries'

export function TimesCard() {
  const { data } = useQuery(preferencesQuery)
  return data ? <Times key={data.timeZone} times={data} /> : <Skeleton height={280} radius={14} />
}

/** When mail comes, by the clock where the person is. */
function Times({ times }: { times: NotificationPreferences }) {
  const { texts: { notifications, common }, locale } = useTexts()
  const save = useSaveTimes(times.timeZone)
  const [timeZone, setTimeZone] = useState(times.timeZone)
  const [digestAt, setDigestAt] = useState(times.digestAt.slice(0, 5))
  const [on, setOn] = useState(times.quietHours.on)
  const [from, setFrom] = useState(times.quietHours.from.slice(0, 5))
  const [until, setUntil] = useState(times.quietHours.until.slice(0, 5))
  const [days, setDays] = useState<Weekday[]>([...times.quietHours.days])
  const week = weekdaysFrom(firstDayOfWeek(locale))
  const same = from === until
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (save.isPending || same || !digestAt || !from || !until) return
    save.mutate({ timeZone, digestAt: `${digestAt}:00`, quietHours: { on, from: `${from}:00`, until: `${until}:00`, days } })
  }
  // A saved form that was changed again is not saved.
  const change = <Value,>(set: (value: Value) => void) => (value: Value) => {
    save.reset()
    set(value)
  }
  const clock = (label: string, value: string, set: (value: string) => void, error?: string) =>
    <TextInput type="time" label={label} required withAsterisk={false} value={value} error={error} onChange={(event) => change(set)(event.currentTarget.value)} />
  return (
    <Card title={notifications.timesTitle}>
      <form onSubmit={submit} aria-label={notifications.timesTitle}>
        <Stack>
          {save.error && <ErrorAlert error={save.error} />}
          <Select
            label={notifications.timeZone} description={notifications.timeZoneHelp} searchable allowDeselect={false} maw={400} value={timeZone} onChange={(zone) => zone && change(setTimeZone)(zone)}
            data={zonesWith(times.timeZone)}
          />
          <Group align="flex-start">{clock(notifications.digestAt, digestAt, setDigestAt)}</Group>
          <Switch size="md" label={notifications.quiet} description={notifications.quietHelp} checked={on} onChange={(event) => change(setOn)(event.currentTarget.checked)} />
          {on && (
            <>
              <Group align="flex-start" gap="sm">
                {clock(notifications.quietFrom, from, setFrom)}
                {clock(notifications.quietUntil, until, setUntil, same ? notifications.quietSame : undefined)}
              </Group>
              <Checkbox.Group label={notifications.quietDays} value={days} onChange={(chosen) => change(setDays)(week.filter((day) => chosen.includes(day)))}>
                <Group gap="md" mt="xs">{week.map((day) => <Checkbox key={day} value={day} label={shortWeekday(day, locale)} />)}</Group>
              </Checkbox.Group>
            </>
          )}
          {save.isSuccess && <Alert color="green" role="status">{notifications.timesSaved}</Alert>}
          <Button type="submit" style={{ alignSelf: 'flex-start' }} loading={save.isPending}>{common.save}</Button>
        </Stack>
      </form>
    </Card>
  )
}

/** Those that the browser knows, and the one that is set, which may have another name there. */
const zonesWith = (zone: string) => [...new Set([zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].toSorted()
