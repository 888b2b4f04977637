import { Text } from '@mantine/core'
import { useUser } from '@/api/session'
import type { Comment } from '@/api/types'
import { useNow } from '@/lib/clock'
import { dateAndTime, relativeTime } from '@/lib/format'
import type { Texts } from '@/texts/en'
import { useTexts } from '@/texts/Texts'
import { Picture } from '@/ui/Picture'
import { StatusBadge, type Tone } from '@/ui/StatusBadge'
import { CommentActions } from './CommentActions'
import { CommentMenu } from './CommentMenu'
import classes from './Comments.module.css'
import { authorName, isAtInstagram } from './threads'

type Props = { comment: Comment; search: string; onAnswer: ((comment: Comment) => void) | null }

export function CommentItem({ comment, search, onAnswer }: Props) {
  const { texts, locale } = useTexts()
  const { comments } = texts
  const { timezone } = useUser()
  const now = useNow()
  const name = authorName(comment, comments.unknownAuthor)
  const isOpen = comment.direction === 'inbound' && comment.status === 'open' && !comment.deleted
  return (
    <article className={classes.comment} data-open={isOpen || undefined} aria-label={name}>
      <Picture url={comment.author.pictureUrl} name={name} size={comment.isReply ? 30 : 38} />
      <div style={{ minWidth: 0 }}>
        <div className={classes.meta}>
          <span className={classes.author}>{name}</span>
          <time className={classes.when} dateTime={comment.commentedAt} title={dateAndTime(comment.commentedAt, locale, timezone)}>{relativeTime(comment.commentedAt, now, locale)}</time>
          {badgesOf(comment, isOpen, comments).map(({ tone, label, busy }) => <StatusBadge key={label} tone={tone} busy={busy ?? false}>{label}</StatusBadge>)}
        </div>
        <Words comment={comment} />
        {comment.delivery === 'unconfirmed' && <Text size="xs" c="dimmed">{comments.unconfirmedHelp}</Text>}
        {comment.failure && comment.delivery === 'failed' && <Text size="xs" c="var(--mantine-color-error)">{comment.failure.message}</Text>}
        {!comment.deleted && <CommentActions comment={comment} name={name} search={search} onAnswer={onAnswer} />}
      </div>
      {onAnswer && isAtInstagram(comment) && <CommentMenu comment={comment} name={name} />}
    </article>
  )
}

function Words({ comment }: { comment: Comment }) {
  const { comments } = useTexts().texts
  const quiet = comment.deleted ? comments.deleted : comment.text ? null : comment.kind === 'mention' ? comments.mention : comment.kind === 'caption_mention' ? comments.captionMention : null
  return quiet ? <Text size="sm" c="dimmed" fs="italic">{quiet}</Text> : <p className={classes.words}>{comment.text}</p>
}

type Badge = { tone: Tone; label: string; busy?: boolean }

function badgesOf(comment: Comment, isOpen: boolean, { badge, delivery }: Texts['comments']): Badge[] {
  const badges: Badge[] = []
  if (isOpen) badges.push({ tone: 'orange', label: badge.open })
  if (comment.kind === 'live_comment') badges.push({ tone: 'red', label: badge.live })
  if (comment.kind === 'private_reply') badges.push({ tone: 'blue', label: badge.privately })
  if (comment.hidden) badges.push({ tone: 'grey', label: badge.hidden })
  if (comment.automatic) badges.push({ tone: 'grey', label: badge.automatic })
  // The five states are all that the API has.
  const state = comment.delivery as keyof typeof delivery | null
  if (state && state !== 'sent') badges.push({ tone: state === 'failed' ? 'red' : state === 'unconfirmed' ? 'orange' : 'grey', label: delivery[state], busy: state === 'queued' || state === 'sending' })
  return badges
}
