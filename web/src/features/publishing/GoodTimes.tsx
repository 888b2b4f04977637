import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useNow } from '@/lib/clock'
import { clockTime, dateAndTime } from '@/lib/format'
import { nextAt, weekdayName } from '@/lib/weekdays'
import { instantOf, localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import classes from './PostForm.module.css'
import { bestTimesQuery, nextSlotQuery } from './slotQueries'

type Props = { accountId: string; zone: string; onPick: (local: string) => void; onPickSlot: (local: string) => void }

/** Times worth a click: the account's next free posting time, and the hours at which its posts have done best, each with what speaks for it. */
export function GoodTimes({ accountId, zone, onPick, onPickSlot }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const now = useNow()
  const id = useId()
  const { data: slot } = useQuery(nextSlotQuery(accountId))
  const { data: best } = useQuery(bestTimesQuery(accountId, zone))
  const hours = best?.recommendations ?? []
  if (!slot && hours.length === 0) return null
  return (
    <Group gap={6} mt="xs">
      {slot && <Button size="compact-sm" variant="light" onClick={() => onPickSlot(localTime(new Date(slot.at), zone))}>{publishing.nextSlot}: {dateAndTime(slot.at, locale, zone)}</Button>}
      {hours.length > 0 && <Text size="xs" c="dimmed" w="100%">{publishing.bestTimes}. {publishing.bestTimesHelp(best?.postsAnalyzed ?? 0)}</Text>}
      {hours.length > 0 && (
        <ol className={classes.hours}>
          {hours.map(({ dayOfWeek, hour, score, sampleSize, confidence }) => {
            const local = nextAt(dayOfWeek, hour, localTime(new Date(now), zone))
            const reason = `${id}${dayOfWeek}${hour}`
            return (
              <li key={reason}>
                <Button size="compact-sm" variant="default" aria-describedby={reason} onClick={() => onPick(local)}>{weekdayName(dayOfWeek, locale)} {clockTime(instantOf(local, zone), locale, zone)}</Button>
                <Text id={reason} component="span" size="xs" c="dimmed">
                  {publishing.bestTimeReason(sampleSize, new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(score))}{confidence === 'low' && ` (${publishing.lowConfidence})`}
                </Text>
              </li>
            )
          })}
        </ol>
      )}
    </Group>
  )
}
