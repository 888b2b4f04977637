import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { isListed } from '@/api/listed'
import type { Comment, CommentPost } from '@/api/types'
import type { CommentFilter } from './filter'
import { mergeComment } from './threads'

export type Pages<T> = InfiniteData<{ items: T[]; nextCursor: string | null }, string | null>

const onlyThose = <T>(pages: Pages<T>, change: (items: T[], at: number) => T[]): Pages<T> => ({ ...pages, pages: pages.pages.map((page, at) => ({ ...page, items: change(page.items, at) })) })

export function putComment(client: QueryClient, comment: Comment) {
  client.setQueryData<Pages<Comment>>(['comments', 'list', comment.postId], (pages) => {
    if (!pages) return pages
    const place = Math.max(pages.pages.findIndex((page) => page.items.some(({ id }) => id === comment.id)), 0)
    return onlyThose(pages, (items, at) => (at === place ? mergeComment(items, comment) : items))
  })
}

/** Deleted at Instagram: with a top-level comment its replies are gone too. */
export function dropComment(client: QueryClient, comment: Comment) {
  const gone = (other: Comment) => other.id === comment.id || (!comment.isReply && other.threadId === comment.threadId && other.kind !== 'private_reply')
  client.setQueryData<Pages<Comment>>(['comments', 'list', comment.postId], (pages) =>
    pages && onlyThose(pages, (items) => items.map((item) => (gone(item) ? { ...item, deleted: true, text: '', status: 'closed', unread: false } : item))))
}

/** Whether a post is listed so. A search is the server's to answer: what it found stays, what it did not find is not added. */
const belongs = (post: CommentPost, filter: CommentFilter, known: boolean) =>
  (!filter.accountId || filter.accountId === post.accountId) && (filter.q ? known : (filter.status === 'all' || post.openCount > 0) && (!filter.unread || post.unreadCount > 0))

/** Puts a post where its last comment belongs in a loaded list. One that is open on the screen does not leave it under the reader's eyes. Pure. */
export function placeIn(pages: Pages<CommentPost>, post: CommentPost, filter: CommentFilter, isOpen: boolean): Pages<CommentPost> {
  const known = pages.pages.some((page) => page.items.some(({ id }) => id === post.id))
  const without = onlyThose(pages, (items) => items.filter(({ id }) => id !== post.id))
  if (!belongs(post, filter, known) && !(known && isOpen)) return without
  const isLater = (other: CommentPost) => post.lastCommentAt >= other.lastCommentAt
  const target = without.pages.findIndex((page, at) => page.items.some(isLater) || at === without.pages.length - 1)
  return onlyThose(without, (items, at) => {
    if (at !== target) return items
    const before = items.findIndex(isLater)
    const place = before < 0 ? items.length : before
    return [...items.slice(0, place), post, ...items.slice(place)]
  })
}

export function putPost(client: QueryClient, post: CommentPost) {
  client.setQueryData(['comments', 'post', post.id], post)
  const isOpen = window.location.pathname.endsWith(post.id)
  for (const [key, pages] of client.getQueriesData<Pages<CommentPost>>({ queryKey: ['comments', 'posts'] })) {
    // The third part of a list's key is its filter.
    const filter = key[2] as CommentFilter
    if (pages && isListed(client, filter.workspaceId, post.accountId)) client.setQueryData(key, placeIn(pages, post, filter, isOpen))
  }
}

export function findPost(client: QueryClient, id: string): CommentPost | undefined {
  const listed = client.getQueriesData<Pages<CommentPost>>({ queryKey: ['comments', 'posts'] }).flatMap(([, pages]) => pages?.pages.flatMap((page) => page.items) ?? [])
  return client.getQueryData<CommentPost>(['comments', 'post', id]) ?? listed.find((post) => post.id === id)
}
