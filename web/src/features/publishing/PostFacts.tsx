import { Group, Stack, Text } from '@mantine/core'
import { useUser } from '@/api/session'
import type { Account, Post } from '@/api/types'
import type { Texts } from '@/texts/en'
import { useNow } from '@/lib/clock'
import { dateAndTime, relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { fileOf } from './details'
import { typeOf } from './status'
import { Thumb } from './Thumb'

/** What Instagram does not tell is left out; a reach that it keeps to itself is explained. */
const numbersOf = ({ likes, comments, reach }: NonNullable<Post['numbers']>, texts: Texts['publishing']) =>
  [likes != null && texts.likeCount(likes), comments != null && texts.commentCount(comments), reach == null ? texts.reachUnknown : texts.reachCount(reach)].filter(Boolean).join(' · ')

export function PostFacts({ post, account }: { post: Post; account: Account | undefined }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const now = useNow()
  const at = (time: string) => `${dateAndTime(time, locale, timezone)} (${relativeTime(time, now, locale)})`
  const tagged = [...new Set(post.details.files?.flatMap(({ userTags }) => userTags?.map(({ username }) => username) ?? []))]
  const facts: [string, string | null | undefined][] = [
    [publishing.account, account && `@${account.username}`],
    [publishing.kind, publishing.type[typeOf(post.type)]],
    [publishing.when, post.scheduledAt && at(post.scheduledAt)],
    [publishing.publishedAt, post.publishedAt && at(post.publishedAt)],
    [publishing.firstHour, post.numbers && numbersOf(post.numbers, publishing)],
    [publishing.firstComment, post.firstComment],
    [publishing.collaborators, post.details.collaborators?.map((name) => `@${name}`).join(', ')],
    [publishing.location, post.details.locationId],
    [publishing.coverMoment, post.details.thumbOffsetMs != null && !post.cover ? new Intl.NumberFormat(locale, { style: 'unit', unit: 'second' }).format(post.details.thumbOffsetMs / 1_000) : null],
    [publishing.people, tagged.length > 0 ? tagged.map((name) => `@${name}`).join(', ') : null],
    [publishing.attempts, post.attempts > 1 ? String(post.attempts) : null],
  ]
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {post.media.map((media) => {
          const { altText } = fileOf(post.details, media.id)
          return <Thumb key={media.id} picture={media.thumbnailUrl ?? (media.kind === 'image' ? media.url : null)} video={media.originalRemovedAt ? undefined : media.url} alt={altText} />
        })}
      </Group>
      {post.cover && <Group gap="xs" wrap="nowrap"><Thumb picture={post.cover.thumbnailUrl ?? post.cover.url} /><Text size="sm" truncate>{publishing.cover}: {post.cover.fileName}</Text></Group>}
      <Text style={{ whiteSpace: 'pre-wrap' }}>{post.caption || publishing.noCaption}</Text>
      <dl style={{ margin: 0, display: 'grid', gap: 10 }}>
        {facts.filter(([, value]) => value).map(([name, value]) => (
          <div key={name}><Text component="dt" size="xs" c="dimmed">{name}</Text><Text component="dd" m={0} size="sm">{value}</Text></div>
        ))}
      </dl>
    </Stack>
  )
}
