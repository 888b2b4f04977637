import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconRepeat, IconRepeatOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { ApiError, isConflict } from '@/api/problem'
import { useUser } from '@/api/session'
import type { Series } from '@/api/types'
import { clockTime, longDate } from '@/lib/format'
import { weekdayName } from '@/lib/weekdays'
import { instantOf } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useFocusAtStart } from '@/ui/useFocusAtStart'
import { seriesQuery, useChangeSeries, useStopSeries } from './queries'
import { repeatOf, seriesChange } from './recurrence'
import { RepeatField } from './RepeatField'

/** That a post comes again, how to change that, and how to end it. */
export function SeriesNote({ seriesId, mayChange }: { seriesId: string; mayChange: boolean }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const { data: series, error, refetch } = useQuery(seriesQuery(seriesId))
  const stop = useStopSeries()
  const [doing, setDoing] = useState<'change' | 'stop' | null>(null)
  const [keepNext, setKeepNext] = useState(true)
  if (!series) return error && <ErrorAlert error={error} retry={() => void refetch()} />
  const active = series.status === 'active'
  const { unit, every = 1, weekdays, until } = series.rule
  const words = [
    every === 1 ? publishing.comesAgain[unit] : publishing.comesAgainEvery[unit](every),
    weekdays && new Intl.ListFormat(locale).format(weekdays.map((day) => weekdayName(day, locale))),
    `${clockTime(instantOf(`${series.firstDate}T${series.time}`, series.timeZone), locale, series.timeZone)}${series.timeZone === timezone ? '' : ` ${series.timeZone}`}`,
    until && `${publishing.repeatUntil}: ${longDate(until, locale, 'UTC')}`,
  ]
  const drop = () => stop.mutate({ id: seriesId, keepNext }, {
    onSuccess: () => notifications.show({ message: publishing.repeatStopped, color: 'violet' }),
    onSettled: () => setDoing(null),
  })
  return (
    <section aria-label={publishing.repeat}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <IconRepeat size={17} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
        <Text size="sm">{active ? words.filter(Boolean).join(' · ') : publishing.comesNoMore}</Text>
      </Group>
      {mayChange && active && doing !== 'change' && (
        <Group gap="xs" mt="xs">
          <Button variant="default" size="compact-sm" leftSection={<IconRepeat size={16} aria-hidden />} onClick={() => setDoing('change')}>{publishing.changeRepeat}</Button>
          <Button variant="default" size="compact-sm" leftSection={<IconRepeatOff size={16} aria-hidden />} onClick={() => setDoing('stop')}>{publishing.stopRepeating}</Button>
        </Group>
      )}
      {active && doing === 'change' && <SeriesForm series={series} onDone={() => setDoing(null)} />}
      {stop.error && <ErrorAlert error={stop.error} />}
      <ConfirmDialog
        opened={doing === 'stop'} title={publishing.stopRepeatingTitle} text={publishing.stopRepeatingText} confirm={publishing.stopRepeating} cancel={publishing.keepRepeating} pending={stop.isPending}
        onClose={() => setDoing(null)} onConfirm={drop}
      >
        <Checkbox mt="md" label={publishing.keepNext} checked={keepNext} onChange={(event) => setKeepNext(event.currentTarget.checked)} />
      </ConfirmDialog>
    </section>
  )
}

/** When the posts of a series come: the next one is moved too. */
function SeriesForm({ series, onDone }: { series: Series; onDone: () => void }) {
  const { publishing, common } = useTexts().texts
  const change = useChangeSeries()
  const field = useFocusAtStart()
  // What the fields began with, whatever live events bring meanwhile: only what was changed here is sent.
  const [before] = useState(series)
  const version = useRef(series.version)
  const [repeat, setRepeat] = useState(() => repeatOf(before.rule))
  const [time, setTime] = useState(before.time.slice(0, 5))
  const problem = change.error instanceof ApiError ? change.error : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // Whoever was told that somebody else has changed it, and saves again, means it.
    if (isConflict(change.error)) version.current = series.version
    change.mutate({ id: series.id, version: version.current, ...seriesChange(before, repeat, time) }, {
      onSuccess: () => {
        notifications.show({ message: publishing.saved, color: 'violet' })
        onDone()
      },
    })
  }
  return (
    <form onSubmit={submit} aria-label={publishing.changeRepeat}>
      <Stack gap="xs" mt="xs">
        {change.error && <ErrorAlert error={change.error} />}
        <TextInput type="time" ref={field} required label={publishing.time} description={before.timeZone} value={time} onChange={(event) => setTime(event.currentTarget.value)} error={problem?.field('time')} />
        <RepeatField repeat={repeat} from={before.firstDate} units={['daily', 'weekly', 'monthly']} error={problem?.field('recurrence')} onChange={setRepeat} />
        <Group gap="xs"><Button type="submit" loading={change.isPending} disabled={!time}>{publishing.save}</Button><Button variant="default" onClick={onDone}>{common.cancel}</Button></Group>
      </Stack>
    </form>
  )
}
