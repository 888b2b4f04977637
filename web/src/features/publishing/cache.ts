import type { QueryClient } from '@tanstack/react-query'
import type { Post } from '@/api/types'

/** Half-open, in UTC. */
export type CalendarRange = { from: string; to: string; accountId: string | null }

const inRange = (post: Post, range: CalendarRange) => {
  const at = Date.parse(post.scheduledAt ?? '')
  return at >= Date.parse(range.from) && at < Date.parse(range.to) && (!range.accountId || range.accountId === post.accountId)
}

/** Puts a post into a list that holds it, or takes it out of one that does not. Pure. */
export function placePost(posts: Post[], post: Post, belongs: boolean): Post[] {
  const others = posts.filter(({ id }) => id !== post.id)
  return belongs ? [...others, post].sort((a, b) => (a.scheduledAt ?? '').localeCompare(b.scheduledAt ?? '')) : others
}

export function putPost(client: QueryClient, post: Post) {
  client.setQueryData(['posts', 'one', post.id], post)
  for (const [key, posts] of client.getQueriesData<Post[]>({ queryKey: ['posts', 'calendar'] })) {
    // The third part of the key is the range, or for drafts the account.
    if (posts) client.setQueryData(key, placePost(posts, post, inRange(post, key[2] as CalendarRange)))
  }
  for (const [key, posts] of client.getQueriesData<Post[]>({ queryKey: ['posts', 'drafts'] })) {
    if (posts) client.setQueryData(key, placePost(posts, post, post.status === 'draft' && (!key[2] || key[2] === post.accountId)))
  }
}

export function removePost(client: QueryClient, id: string) {
  for (const list of ['calendar', 'drafts']) client.setQueriesData<Post[]>({ queryKey: ['posts', list] }, (posts) => posts?.filter((post) => post.id !== id))
}
