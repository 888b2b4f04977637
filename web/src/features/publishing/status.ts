import type { Post } from '@/api/types'
import type { Texts } from '@/texts/en'
import type { Tone } from '@/ui/StatusBadge'

export type PostStatus = keyof Texts['publishing']['status']
export type PostType = keyof Texts['publishing']['type']

const tones: Record<PostStatus, Tone> = {
  draft: 'grey', awaiting_approval: 'orange', scheduled: 'blue', preparing: 'orange', ready: 'blue', publishing: 'orange', published: 'green', failed: 'red', cancelled: 'grey', unconfirmed: 'orange',
}
const isStatus = (name: string): name is PostStatus => name in tones

/** A status this client does not know yet reads as being found out. */
export const statusNamed = (name: string): PostStatus => (isStatus(name) ? name : 'unconfirmed')
export const statusOf = (post: Pick<Post, 'status'>): PostStatus => statusNamed(post.status)
export const toneOf = (status: PostStatus) => tones[status]
export const isUnderWay = (status: PostStatus) => status === 'preparing' || status === 'publishing' || status === 'unconfirmed'

export const postTypes: readonly PostType[] = ['feed', 'carousel', 'reel', 'story']
export const typeOf = (name: string): PostType => postTypes.find((type) => type === name) ?? 'feed'

/** It may be live: until the search has ended, nobody changes it or sends it again. */
export const isSought = (post: Pick<Post, 'status' | 'failure'>) => post.status === 'failed' && post.failure?.code === 'outcome-unknown'

/** When it went or goes live; null for a draft. */
export const timeOf = (post: Pick<Post, 'publishedAt' | 'scheduledAt'>) => post.publishedAt ?? post.scheduledAt

/** It goes live by itself. */
export const isOnItsWay = (status: PostStatus) => status === 'scheduled' || status === 'preparing' || status === 'ready'
const isPlanned = (status: PostStatus) => status === 'awaiting_approval' || isOnItsWay(status)

/** What may be done with a post in this state. One that failed only once it is certain that it is not live (see isSought). */
export const may = {
  edit: (status: PostStatus) => status === 'draft' || status === 'failed' || isPlanned(status),
  cancel: (status: PostStatus) => status === 'failed' || isPlanned(status),
  /** Where it has a time. */
  move: (status: PostStatus) => status === 'draft' || isPlanned(status),
  /** Put on its way again, at another time. */
  replan: (status: PostStatus) => status === 'failed' || status === 'cancelled',
  /** What failed is tried again instead. */
  publishNow: (status: PostStatus) => status === 'draft' || status === 'cancelled' || isOnItsWay(status),
  retry: (status: PostStatus) => status === 'failed',
}
