import { Text } from '@mantine/core'
import type { Comment } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import classes from './Comments.module.css'
import { CommentItem } from './CommentItem'
import { ReplyForm } from './ReplyForm'
import type { Thread as CommentThread } from './threads'

type Props = {
  thread: CommentThread; search: string; answering: Comment | null
  /** Null for whoever may only look. */
  onAnswer: ((comment: Comment | null) => void) | null
}

/** A comment and what stands below it. Whatever is answered, the answer stands at the end. */
export function Thread({ thread, search, answering, onAnswer }: Props) {
  const { comments } = useTexts().texts
  const isAnswering = onAnswer !== null && answering?.threadId === thread.id
  return (
    <li className={`card ${classes.thread}`}>
      {thread.top ? <CommentItem comment={thread.top} search={search} onAnswer={onAnswer} /> : <Text size="sm" c="dimmed" fs="italic">{comments.earlierComment}</Text>}
      {(thread.replies.length > 0 || isAnswering) && (
        <ul className={classes.replies}>
          {thread.replies.map((reply) => <li key={reply.id}><CommentItem comment={reply} search={search} onAnswer={onAnswer} /></li>)}
          {isAnswering && <li><ReplyForm key={answering.id} comment={answering} onDone={() => onAnswer(null)} /></li>}
        </ul>
      )}
    </li>
  )
}
