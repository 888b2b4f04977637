import type { Comment } from '@/api/types'

/** How comments are read: threads, the newest first; what stands below one, oldest first. Pure. */

/** `top` is missing while it is not loaded: a reply may come before what it answers. */
export type Thread = { id: string; top: Comment | null; replies: Comment[] }

/** @param comments newest first */
export function toThreads(comments: readonly Comment[]): Thread[] {
  const threads = new Map<string, Thread>()
  for (const comment of comments) {
    // What was written here and taken away again leaves nothing to show.
    if (comment.deleted && comment.direction === 'outbound') continue
    const thread = threads.get(comment.threadId) ?? { id: comment.threadId, top: null, replies: [] }
    threads.set(comment.threadId, comment.isReply ? { ...thread, replies: [comment, ...thread.replies] } : { ...thread, top: comment })
  }
  const begun = ({ top, replies }: Thread) => (top ?? replies[0])?.commentedAt ?? ''
  return [...threads.values()].sort((a, b) => begun(b).localeCompare(begun(a)))
}

// An answer only moves forward: one that was overtaken by an event does not take it back.
const progress = ['queued', 'sending', 'unconfirmed', 'failed', 'sent']

/** Puts one comment into a newest-first list: in place of the one it is, or where it belongs. */
export function mergeComment(items: readonly Comment[], comment: Comment): Comment[] {
  const same = items.find(({ id }) => id === comment.id)
  if (same) {
    const isOlder = same.delivery !== null && comment.delivery !== null && progress.indexOf(comment.delivery) < progress.indexOf(same.delivery)
    return items.map((item) => (item !== same ? item : isOlder ? same : { ...comment, author: { ...comment.author, name: comment.author.name ?? same.author.name, pictureUrl: comment.author.pictureUrl ?? same.author.pictureUrl } }))
  }
  const place = items.findIndex((item) => item.commentedAt < comment.commentedAt)
  return place < 0 ? [...items, comment] : [...items.slice(0, place), comment, ...items.slice(place)]
}

/** Whether it stands under one of our posts, where it can be answered, hidden and deleted. */
export const isAtInstagram = ({ kind, platformCommentId, deleted }: Comment) => !deleted && platformCommentId !== null && (kind === 'comment' || kind === 'live_comment')

/** Who commented, in the words there are. */
export const authorName = ({ author }: Comment, unknown: string) => author.name ?? author.username ?? unknown
