import { Checkbox, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useUser } from '@/api/session'
import type { Account, CalendarPlan } from '@/api/types'
import { clockTime, dateAndTime, dayName } from '@/lib/format'
import { localDay } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { StatusBadge } from '@/ui/StatusBadge'
import type { PostItem } from './cache'
import classes from './Calendar.module.css'
import { isUnderWay, statusOf, timeOf, toneOf, typeOf } from './status'
import { Thumb } from './Thumb'

/** `chosen` is there while posts are being chosen: then a row is chosen instead of opened. `dated`: their days are not said by what is around them. */
type Props = { posts: PostItem[]; accounts: Account[]; chosen?: readonly string[]; dated?: boolean; onOpen: (id: string) => void }

export function PostList({ posts, plans, accounts, chosen, onOpen }: Props & { plans: CalendarPlan[] }) {
  const { locale } = useTexts()
  const { timezone } = useUser()
  const byDay = Map.groupBy(posts, (post) => localDay(new Date(timeOf(post) ?? post.createdAt), timezone))
  const plansByDay = Map.groupBy(plans, (plan) => localDay(new Date(plan.scheduledAt), timezone))
  const days = [...new Set([...byDay.keys(), ...plansByDay.keys()])].sort()
  return (
    <Stack gap="lg">
      {days.map((day) => (
        <section key={day} aria-label={dayName(day, locale)}>
          <Title order={2} size="h6" mb="xs" c="dimmed">{dayName(day, locale)}</Title>
          <PostRows posts={byDay.get(day) ?? []} plans={plansByDay.get(day)} accounts={accounts} chosen={chosen} onOpen={onOpen} />
        </section>
      ))}
    </Stack>
  )
}

/** `plans` come below the posts, and cannot be opened: they are not there yet. */
export function PostRows({ posts, plans = [], accounts, chosen, dated = false, onOpen }: Props & { plans?: CalendarPlan[] }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const nameOf = (accountId: string) => `@${accounts.find(({ id }) => id === accountId)?.username ?? ''}`
  return (
    <ul className={classes.rows}>
      {posts.map((post) => {
        const status = statusOf(post)
        const at = timeOf(post)
        const facts = [at && (dated ? dateAndTime : clockTime)(at, locale, timezone), publishing.type[typeOf(post.type)], nameOf(post.accountId)]
        return (
          <li key={post.id}>
            <UnstyledButton className={`card ${classes.row}`} aria-pressed={chosen ? chosen.includes(post.id) : undefined} onClick={() => onOpen(post.id)}>
              {chosen ? <Checkbox.Indicator checked={chosen.includes(post.id)} size="md" m={17} /> : <Thumb picture={post.thumbnailUrl} />}
              <span style={{ minWidth: 0 }}>
                <Text component="span" display="block" fw={550} truncate>{post.caption || publishing.noCaption}</Text>
                <span className={classes.when}>{facts.filter(Boolean).join(' · ')}</span>
              </span>
              <StatusBadge tone={toneOf(status)} busy={isUnderWay(status)}>{publishing.status[status]}</StatusBadge>
            </UnstyledButton>
          </li>
        )
      })}
      {plans.map((plan) => (
        <li key={plan.seriesId + plan.scheduledAt} className={`card ${classes.row} ${classes.planRow}`}>
          <Thumb picture={null} />
          <span style={{ minWidth: 0 }}>
            <Text component="span" display="block" fw={550} truncate>{plan.caption || publishing.noCaption}</Text>
            <span className={classes.when}>{[clockTime(plan.scheduledAt, locale, timezone), publishing.type[typeOf(plan.type)], nameOf(plan.accountId)].join(' · ')}</span>
          </span>
          <StatusBadge tone="grey">{publishing.planned}</StatusBadge>
        </li>
      ))}
    </ul>
  )
}
