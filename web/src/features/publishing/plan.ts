import type { Post, PostChange, PostDetails, PostDraft, PostTiming, Recurrence } from '@/api/types'
import { instantOf, localTime } from '@/lib/zones'

/** A wall-clock time and its zone: the server finds the instant, also on the nights when clocks change. */
export type Timing = { localTime: string; timeZone: string }
/** An empty first comment means none. */
export type Content = { caption: string; mediaIds: string[]; firstComment: string; details: PostDetails }

type Wish = {
  /** The time in the form; null while it is not complete. */
  timing: Timing | null
  /** To go live by itself; otherwise it stays, or is, a draft. */
  schedule: boolean
}

/** What a new post is sent as. A time that was offered as the next free one is asked for as that: two people never share it. */
export function newPost(post: Content & { accountId: string; type: string }, { timing, schedule, isNextSlot, recurrence }: Wish & { isNextSlot: boolean; recurrence: Recurrence | null }): PostDraft {
  if (!schedule) return { ...post, ...timing, status: 'draft' }
  if (recurrence) return { ...post, ...timing, recurrence }
  return isNextSlot ? { ...post, slot: 'next' } : { ...post, ...timing }
}

/** How a post is changed: at once where it can be; a draft and a failed post are saved first, and then put on their way. */
export function changeOf(post: Post, content: Content, { timing, schedule, isTimeChanged }: Wish & { isTimeChanged: boolean }): { change: Omit<PostChange, 'version'>; then: PostTiming | null } {
  const isDraft = post.status === 'draft'
  const time = isTimeChanged ? timing : isDraft && schedule ? timeOf(post) : null
  const waits = isDraft || post.status === 'failed'
  return schedule && waits && time ? { change: content, then: time } : { change: { ...content, ...time }, then: null }
}

/** As it was planned: in the zone in which somebody has chosen it. */
const timeOf = ({ localTime, timeZone, scheduledAt }: Post): PostTiming | null =>
  localTime && timeZone ? { localTime, timeZone } : scheduledAt ? { scheduledAt } : null

/** The same time of day on another day of a zone. */
export const onDay = (scheduledAt: string, day: string, timeZone: string): Timing => ({ localTime: `${day}T${localTime(new Date(scheduledAt), timeZone).slice(11)}`, timeZone })

/** An instant as the clock of a zone shows it; as it is where no clock does: within a minute, or in an hour that comes twice. */
export function at(scheduledAt: string, timeZone: string): Timing | { scheduledAt: string } {
  const local = localTime(new Date(scheduledAt), timeZone)
  return instantOf(local, timeZone).getTime() === Date.parse(scheduledAt) ? { localTime: local, timeZone } : { scheduledAt }
}
