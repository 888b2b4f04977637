import { UnstyledButton } from '@mantine/core'
import { useUser } from '@/api/session'
import { useNow } from '@/lib/clock'
import { clockTime, dayName, weekdayNames } from '@/lib/format'
import { firstDayOfWeek, monthGrid } from '@/lib/months'
import { localDay } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import type { CalendarPlan } from '@/api/types'
import type { PostItem } from './cache'
import classes from './Calendar.module.css'
import { byDay } from './day'
import { statusOf, timeOf, toneOf } from './status'
import { useDayDrop } from './useDayDrop'

const shown = 3

type Props = { month: string; posts: PostItem[]; plans: CalendarPlan[]; onOpen: (id: string) => void; mayMove: (post: PostItem) => boolean; onMove: (post: PostItem, day: string) => void; onMore: () => void }

export function MonthGrid({ month, posts, plans, onOpen, mayMove, onMove, onMore }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const today = localDay(new Date(useNow()), timezone)
  const firstDay = firstDayOfWeek(locale)
  const { source, target } = useDayDrop(today, mayMove, onMove)
  const entries = byDay(posts, plans, timezone)
  return (
    <div className={`card ${classes.grid}`}>
      {weekdayNames(firstDay, locale).map((name) => <div key={name} className={classes.weekday} aria-hidden>{name}</div>)}
      {monthGrid(month, firstDay).flat().map((day) => {
        const onDay = entries.get(day) ?? []
        const hidden = onDay.length - shown
        return (
          <div key={day} className={classes.day} role="group" aria-label={dayName(day, locale)} data-outside={day.slice(0, 7) !== month || undefined} data-past={day < today || undefined} data-today={day === today || undefined} {...target(day)}>
            <span className={classes.number} aria-hidden>{Number(day.slice(8))}</span>
            {onDay.slice(0, shown).map((entry) => {
              if ('plan' in entry) return <PlanNote key={entry.plan.seriesId + entry.plan.scheduledAt} plan={entry.plan} />
              const { post } = entry
              const status = statusOf(post)
              const time = clockTime(timeOf(post) ?? post.createdAt, locale, timezone)
              return (
                <UnstyledButton
                  key={post.id} className={classes.post} data-tone={toneOf(status)} data-cancelled={status === 'cancelled' || undefined} onClick={() => onOpen(post.id)}
                  title={publishing.status[status]} {...source(post)}
                >
                  <b>{time}</b><span className="sr-only">{publishing.status[status]}: </span><span>{post.caption || publishing.noCaption}</span>
                </UnstyledButton>
              )
            })}
            {hidden > 0 && <UnstyledButton className={classes.more} onClick={onMore}>{publishing.more(hidden)}</UnstyledButton>}
          </div>
        )
      })}
    </div>
  )
}

/** What is not there yet cannot be opened. */
function PlanNote({ plan }: { plan: CalendarPlan }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  return (
    <div className={`${classes.post} ${classes.plan}`} title={publishing.planned}>
      <b>{clockTime(plan.scheduledAt, locale, timezone)}</b><span className="sr-only">{publishing.planned}: </span><span>{plan.caption || publishing.noCaption}</span>
    </div>
  )
}
