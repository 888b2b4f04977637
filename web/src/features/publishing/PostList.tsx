import { Checkbox, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useUser } from '@/api/session'
import type { Account } from '@/api/types'
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

export function PostList({ posts, accounts, chosen, onOpen }: Props) {
  const { locale } = useTexts()
  const { timezone } = useUser()
  const days = [...Map.groupBy(posts, (post) => localDay(new Date(timeOf(post) ?? post.createdAt), timezone))].sort(([a], [b]) => a.localeCompare(b))
  return (
    <Stack gap="lg">
      {days.map(([day, posts]) => (
        <section key={day} aria-label={dayName(day, locale)}>
          <Title order={2} size="h6" mb="xs" c="dimmed">{dayName(day, locale)}</Title>
          <PostRows posts={posts} accounts={accounts} chosen={chosen} onOpen={onOpen} />
        </section>
      ))}
    </Stack>
  )
}

export function PostRows({ posts, accounts, chosen, dated = false, onOpen }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  return (
    <ul className={classes.rows}>
      {posts.map((post) => {
        const status = statusOf(post)
        const at = timeOf(post)
        const facts = [at && (dated ? dateAndTime : clockTime)(at, locale, timezone), publishing.type[typeOf(post.type)], `@${accounts.find(({ id }) => id === post.accountId)?.username ?? ''}`]
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
