import { Text, UnstyledButton } from '@mantine/core'
import { useUser } from '@/api/session'
import type { Account, CalendarPlan } from '@/api/types'
import { useNow } from '@/lib/clock'
import { clockTime, dayName, weekdayNames } from '@/lib/format'
import { firstDayOfWeek } from '@/lib/months'
import { localDay } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import type { PostItem } from './cache'
import { byDay } from './day'
import classes from './WeekGrid.module.css'
import { statusOf, timeOf, toneOf, typeOf } from './status'
import { Thumb } from './Thumb'
import { useDayDrop } from './useDayDrop'

type Props = { days: string[]; posts: PostItem[]; plans: CalendarPlan[]; accounts: Account[]; onOpen: (id: string) => void; mayMove: (post: PostItem) => boolean; onMove: (post: PostItem, day: string) => void }

/** Seven days beside each other, with every post of theirs, and what series will add. */
export function WeekGrid({ days, posts, plans, accounts, onOpen, mayMove, onMove }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const today = localDay(new Date(useNow()), timezone)
  const names = weekdayNames(firstDayOfWeek(locale), locale)
  const { source, target } = useDayDrop(today, mayMove, onMove)
  const entries = byDay(posts, plans, timezone)
  const nameOf = (accountId: string) => accounts.find(({ id }) => id === accountId)?.username ?? ''
  return (
    <div className={`card ${classes.week}`}>
      {days.map((day, at) => (
        <section key={day} className={classes.day} aria-label={dayName(day, locale)} data-today={day === today || undefined} {...target(day)}>
          <Text component="h3" size="xs" fw={600} c={day === today ? undefined : 'dimmed'} m={0} className={classes.head}>{names[at]} <span className={classes.number}>{Number(day.slice(8))}</span></Text>
          {entries.get(day)?.map((entry) => {
            if ('plan' in entry) return <PlanNote key={entry.plan.seriesId + entry.plan.scheduledAt} plan={entry.plan} username={nameOf(entry.plan.accountId)} />
            const { post } = entry
            const status = statusOf(post)
            return (
              <UnstyledButton key={post.id} className={classes.post} data-tone={toneOf(status)} data-cancelled={status === 'cancelled' || undefined} onClick={() => onOpen(post.id)} {...source(post)}>
                <span className={classes.top}><b>{clockTime(timeOf(post) ?? post.createdAt, locale, timezone)}</b><span>{publishing.status[status]}</span></span>
                {post.thumbnailUrl && <Thumb picture={post.thumbnailUrl} />}
                <span className={classes.caption}>{post.caption || publishing.noCaption}</span>
                <span className={classes.foot}>{publishing.type[typeOf(post.type)]} · @{nameOf(post.accountId)}</span>
              </UnstyledButton>
            )
          })}
        </section>
      ))}
    </div>
  )
}

/** What is not there yet cannot be opened. */
function PlanNote({ plan, username }: { plan: CalendarPlan; username: string }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  return (
    <div className={`${classes.post} ${classes.plan}`}>
      <span className={classes.top}><b>{clockTime(plan.scheduledAt, locale, timezone)}</b><span>{publishing.planned}</span></span>
      <span className={classes.caption}>{plan.caption || publishing.noCaption}</span>
      <span className={classes.foot}>{publishing.type[typeOf(plan.type)]} · @{username}</span>
    </div>
  )
}
