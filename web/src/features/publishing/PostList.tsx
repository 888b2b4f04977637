import { Checkbox, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useUser } from '@/api/session'
import type { Account, CalendarPlan } from '@/api/types'
import { clockTime, dateAndTime, dayName } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { StatusBadge } from '@/ui/StatusBadge'
import type { PostItem } from './cache'
import classes from './Calendar.module.css'
import { byDay, type Entry } from './day'
import { isUnderWay, statusOf, timeOf, toneOf, typeOf } from './status'
import { Thumb } from './Thumb'

/** `chosen` is there while posts are being chosen: then a row is chosen instead of opened. `dated`: their days are not said by what is around them. */
type Props = { accounts: Account[]; chosen?: readonly string[]; dated?: boolean; onOpen: (id: string) => void }

export function PostList({ posts, plans, accounts, chosen, onOpen }: Props & { posts: PostItem[]; plans: CalendarPlan[] }) {
  const { locale } = useTexts()
  const { timezone } = useUser()
  return (
    <Stack gap="lg">
      {[...byDay(posts, plans, timezone)].map(([day, entries]) => (
        <section key={day} aria-label={dayName(day, locale)}>
          <Title order={2} size="h6" mb="xs" c="dimmed">{dayName(day, locale)}</Title>
          <PostRows entries={entries} accounts={accounts} chosen={chosen} onOpen={onOpen} />
        </section>
      ))}
    </Stack>
  )
}

export function PostRows({ entries, accounts, chosen, dated = false, onOpen }: Props & { entries: Entry[] }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const nameOf = (accountId: string) => `@${accounts.find(({ id }) => id === accountId)?.username ?? ''}`
  return (
    <ul className={classes.rows}>
      {entries.map((entry) => {
        if ('plan' in entry) return <PlanRow key={entry.plan.seriesId + entry.plan.scheduledAt} plan={entry.plan} username={nameOf(entry.plan.accountId)} />
        const { post } = entry
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
    </ul>
  )
}

/** What is not there yet cannot be opened. */
function PlanRow({ plan, username }: { plan: CalendarPlan; username: string }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  return (
    <li className={`card ${classes.row} ${classes.planRow}`}>
      <Thumb picture={null} />
      <span style={{ minWidth: 0 }}>
        <Text component="span" display="block" fw={550} truncate>{plan.caption || publishing.noCaption}</Text>
        <span className={classes.when}>{[clockTime(plan.scheduledAt, locale, timezone), publishing.type[typeOf(plan.type)], username].join(' · ')}</span>
      </span>
      <StatusBadge tone="grey">{publishing.planned}</StatusBadge>
    </li>
  )
}
