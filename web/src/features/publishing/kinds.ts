import type { CalendarPlan } from '@/api/types'
import type { PostItem } from './cache'
import { statusOf, type PostStatus } from './status'

/** What a calendar can be narrowed to: posts in a state, or what series will make. */
export type Kind = PostStatus | 'planned'

/** As a post goes through them. */
const kinds: readonly Kind[] = ['draft', 'awaiting_approval', 'planned', 'scheduled', 'preparing', 'ready', 'publishing', 'unconfirmed', 'published', 'failed', 'cancelled']

type Shown = { posts: PostItem[]; plans: CalendarPlan[] }

/** The kinds that the URL names; none means all. Pure. */
export const kindsNamed = (names: string | null): Kind[] => kinds.filter((kind) => names?.split(',').includes(kind))

export const isWanted = (kind: Kind, wanted: readonly Kind[]) => wanted.length === 0 || wanted.includes(kind)

/** Pure. */
export const onlyKinds = ({ posts, plans }: Shown, wanted: readonly Kind[]): Shown => ({
  posts: posts.filter((post) => isWanted(statusOf(post), wanted)),
  plans: isWanted('planned', wanted) ? plans : [],
})

/** How many there are of each kind: of all that are there or that were asked for. Counted from what is shown, so that a total moves with the live events that move the posts. Pure. */
export function totalsOf({ posts, plans }: Shown, wanted: readonly Kind[]): { kind: Kind; count: number }[] {
  const countOf = (kind: Kind) => (kind === 'planned' ? plans.length : posts.filter((post) => statusOf(post) === kind).length)
  return kinds.map((kind) => ({ kind, count: countOf(kind) })).filter(({ kind, count }) => count > 0 || wanted.includes(kind))
}
