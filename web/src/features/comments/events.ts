import type { QueryClient } from '@tanstack/react-query'
import type { AccountEvent, Comment, CommentPost } from '@/api/types'
import { latest } from '@/lib/latest'
import { soon } from '@/lib/soon'
import { findPost, putComment, putPost } from './cache'
import { countsQuery, postQuery } from './queries'

// The kind says what the payload is; the document types every payload as any JSON.
type Payload = { comment: Comment | null; post: CommentPost | null }

/** Writes an event into the query cache. What is counted, the server is asked for: once, however much comes together. */
export function applyCommentEvent(client: QueryClient, event: AccountEvent) {
  if (event.kind !== 'comment.received' && event.kind !== 'comment.changed') return
  const { comment, post } = event.payload as Payload
  soon('comment counts', () => void client.invalidateQueries({ queryKey: countsQuery.queryKey }))
  if (post) putPost(client, post)
  if (!comment) return
  putComment(client, comment)
  const known = findPost(client, comment.postId)
  if (!known) return void fetchPost(client, comment.postId)
  if (event.kind === 'comment.received' && comment.commentedAt >= known.lastCommentAt) {
    const isWaiting = comment.direction === 'inbound' && comment.status === 'open' ? 1 : 0
    putPost(client, {
      ...known, lastCommentAt: comment.commentedAt, lastText: comment.text, lastAuthor: comment.author.username, openCount: known.openCount + isWaiting, unreadCount: known.unreadCount + isWaiting,
    })
  }
  soon(`comment post ${comment.postId}`, () => void fetchPost(client, comment.postId))
}

/** The person behind a new comment that waits for an answer; undefined when it is none. */
export function authorOf(event: AccountEvent): string | undefined {
  const { comment } = event.payload as Payload
  return comment?.direction === 'inbound' && comment.status === 'open' ? comment.author.name ?? comment.author.username ?? undefined : undefined
}

const fetchPost = (client: QueryClient, id: string) => latest(`comment post ${id}`, async () => {
  try {
    putPost(client, await client.fetchQuery({ ...postQuery(id), staleTime: 0 }))
  } catch {
    await client.invalidateQueries({ queryKey: ['comments', 'posts'] })
  }
})
