import type { QueryClient } from '@tanstack/react-query'
import { isListed } from '@/api/listed'
import type { CalendarItem, CalendarPlan, Post } from '@/api/types'

/** Half-open, in UTC. */
export type CalendarRange = { from: string; to: string } & Where

/** Whose posts are listed: one account's, or those of a workspace; with neither, all. */
export type Where = { accountId: string | null; workspaceId: string | null }

/** What lists show of a post. */
export type PostItem = Pick<CalendarItem, 'id' | 'accountId' | 'type' | 'status' | 'publishedAt' | 'caption' | 'thumbnailUrl' | 'version' | 'createdAt' | 'timeZone'> & { scheduledAt: string | null }

/** A range of the calendar: its posts, and those that series will make. */
export type CalendarData = { posts: PostItem[]; plans: CalendarPlan[] }

export const toItem = (post: Post): PostItem => ({ ...post, thumbnailUrl: post.media[0]?.thumbnailUrl ?? (post.media[0]?.kind === 'image' ? post.media[0].url : null) })

const inRange = (post: Post, range: CalendarRange) => {
  const at = Date.parse(post.scheduledAt ?? '')
  return at >= Date.parse(range.from) && at < Date.parse(range.to) && (!range.accountId || range.accountId === post.accountId)
}

/** Puts a post into a list that holds it, or takes it out of one that does not. Pure. */
export function placePost(posts: PostItem[], post: PostItem, belongs: boolean): PostItem[] {
  const others = posts.filter(({ id }) => id !== post.id)
  return belongs ? [...others, post].sort((a, b) => (a.scheduledAt ?? '').localeCompare(b.scheduledAt ?? '')) : others
}

/** A post that is there takes the place of the plan for it. Pure. */
export const withoutPlanOf = (plans: CalendarPlan[], post: Post) => plans.filter((plan) => plan.accountId !== post.accountId || Date.parse(plan.scheduledAt) !== Date.parse(post.scheduledAt ?? ''))

export function putPost(client: QueryClient, post: Post) {
  client.setQueryData(['posts', 'one', post.id], post)
  for (const [key, shown] of client.getQueriesData<CalendarData>({ queryKey: ['posts', 'calendar'] })) {
    // The third part of the key is the range, or for drafts whose they are.
    if (shown && isListed(client, (key[2] as Where).workspaceId, post.accountId)) client.setQueryData(key, { posts: placePost(shown.posts, toItem(post), inRange(post, key[2] as CalendarRange)), plans: withoutPlanOf(shown.plans, post) })
  }
  for (const [key, posts] of client.getQueriesData<PostItem[]>({ queryKey: ['posts', 'drafts'] })) {
    const { accountId, workspaceId } = key[2] as Where
    if (posts && isListed(client, workspaceId, post.accountId)) client.setQueryData(key, placePost(posts, toItem(post), post.status === 'draft' && (!accountId || accountId === post.accountId)))
  }
  // What its series will make next, only the server counts.
  if (post.seriesId) void client.invalidateQueries({ queryKey: ['posts', 'calendar'] })
}

export function removePost(client: QueryClient, id: string) {
  const others = (posts: PostItem[]) => posts.filter((post) => post.id !== id)
  client.setQueriesData<CalendarData>({ queryKey: ['posts', 'calendar'] }, (shown) => shown && { ...shown, posts: others(shown.posts) })
  client.setQueriesData<PostItem[]>({ queryKey: ['posts', 'drafts'] }, (posts) => posts && others(posts))
}
