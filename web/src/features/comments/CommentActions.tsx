import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Comment } from '@/api/types'
import { errorText, useTexts } from '@/texts/Texts'
import classes from './Comments.module.css'
import { PrivateReplyDialog } from './PrivateReplyDialog'
import { useChangeComment, useDeleteComment } from './queries'
import { isAtInstagram } from './threads'

type Props = { comment: Comment; name: string; search: string; onAnswer: ((comment: Comment) => void) | null }

/** What a comment asks for as it is now. */
export function CommentActions({ comment, name, search, onAnswer }: Props) {
  const { texts } = useTexts()
  const { comments } = texts
  const [writing, setWriting] = useState(false)
  const change = useChangeComment()
  const discard = useDeleteComment()
  const complain = (error: unknown) => notifications.show({ message: errorText(error, texts), color: 'red' })
  const move = (status: 'open' | 'closed') => change.mutate({ comment, change: { status } }, { onError: complain })
  return (
    <div className={classes.actions}>
      {onAnswer && isAtInstagram(comment) && <Button size="compact-sm" variant="light" onClick={() => onAnswer(comment)} aria-label={comments.replyTo(name)}>{comments.reply}</Button>}
      {onAnswer && comment.privateReplyUntil && <Button size="compact-sm" variant="subtle" onClick={() => setWriting(true)} aria-label={comments.privatelyTo(name)}>{comments.privately}</Button>}
      {comment.conversationId && <Button size="compact-sm" variant="subtle" component={Link} to={{ pathname: `/inbox/${comment.conversationId}`, search: onlyAccount(search) }}>{comments.conversation}</Button>}
      {onAnswer && comment.direction === 'inbound' && (comment.status === 'open'
        ? <Button size="compact-sm" variant="subtle" color="gray" onClick={() => move('closed')}>{comments.done}</Button>
        : <Button size="compact-sm" variant="subtle" color="gray" onClick={() => move('open')}>{comments.reopen}</Button>)}
      {onAnswer && comment.delivery === 'failed' && (
        <Button size="compact-sm" variant="subtle" color="gray" loading={discard.isPending} onClick={() => discard.mutate(comment, { onError: complain })}>{comments.discard}</Button>
      )}
      <PrivateReplyDialog comment={comment} name={name} opened={writing} onClose={() => setWriting(false)} />
    </div>
  )
}

/** The inbox has filters of its own. */
function onlyAccount(search: string) {
  const account = new URLSearchParams(search).get('account')
  return account ? `?account=${account}` : ''
}
