import type { Post, PostChange, PostDetails, PostDraft, PostTiming, Recurrence } from '@/api/types'
import { addDays, daysBetween } from '@/lib/months'
import { instantOf, localDay, localTime } from '@/lib/zones'

/** A wall-clock time and its zone: the server finds the instant, also on the nights when clocks change. */
export type Timing = { localTime: string; timeZone: string }
/** The same, or an instant that no clock names. */
export type When = Timing | { scheduledAt: string }
/** An empty first comment means none. */
export type Content = { caption: string; mediaIds: string[]; firstComment: string; details: PostDetails }

/** What a post is changed to: what is left out stays. */
export type Change = Omit<PostChange, 'version' | 'clearTime'> & Partial<Pick<PostChange, 'clearTime'>>

type Wish = {
  /** The time in the form; null while it is not complete. */
  timing: When | null
  /** To go live by itself; otherwise it stays, or is, a draft. */
  schedule: boolean
}

/** What a new post is sent as. A time that was offered as the next free one is asked for as that: two people never share it. */
export function newPost(post: Content & { accountId: string; type: string }, { timing, schedule, isNextSlot, recurrence }: Wish & { isNextSlot: boolean; recurrence: Recurrence | null }): PostDraft {
  if (!schedule) return { ...post, ...timing, status: 'draft' }
  if (recurrence) return { ...post, ...timing, recurrence }
  return isNextSlot ? { ...post, slot: 'next' } : { ...post, ...timing }
}

/**
 * How a post is changed: at once where it can be; a draft and a failed post are saved first, and then put on their way.
 * @param isTimeCleared Nothing is left of the time in the form: a draft may do without.
 */
export function changeOf(
  post: Post, content: Content, { timing, schedule, isTimeChanged, isTimeCleared }: Wish & { isTimeChanged: boolean; isTimeCleared: boolean },
): { change: Change; then: PostTiming | null } {
  const isDraft = post.status === 'draft'
  if (isDraft && !schedule && isTimeCleared) return { change: { ...content, clearTime: true }, then: null }
  const time = isTimeChanged ? timing : isDraft && schedule ? timeOf(post) : null
  const waits = isDraft || post.status === 'failed'
  return schedule && waits && time ? { change: content, then: time } : { change: { ...content, ...time }, then: null }
}

/** As it was planned: in the zone in which somebody has chosen it. */
const timeOf = ({ localTime, timeZone, scheduledAt }: Post): PostTiming | null =>
  localTime && timeZone ? { localTime, timeZone } : scheduledAt ? { scheduledAt } : null

/** What the reader writes as a time, as the clock of the post's own zone shows it: it stays at home there. */
export const inZoneOf = (timeZone: string | null, local: string, reader: string): When =>
  timeZone === null || timeZone === reader ? { localTime: local, timeZone: reader } : at(instantOf(local, reader).toISOString(), timeZone)

/** As many days earlier or later as lie between the post and a day of the reader's, at the same time of day of the post's own zone. */
export function onDay({ scheduledAt, timeZone }: { scheduledAt: string; timeZone: string | null }, day: string, reader: string): Timing {
  const zone = timeZone ?? reader
  const instant = new Date(scheduledAt)
  const [date = '', time = ''] = localTime(instant, zone).split('T')
  return { localTime: `${addDays(date, daysBetween(localDay(instant, reader), day))}T${time}`, timeZone: zone }
}

/** A local time, or where it is over the next one at the same time of day. Pure. */
export function comingTime(local: string, now: string): string {
  if (local > now) return local
  const today = now.slice(0, 10) + local.slice(10)
  return today > now ? today : addDays(now.slice(0, 10), 1) + local.slice(10)
}

/** An instant as the clock of a zone shows it; as it is where no clock does: within a minute, or in an hour that comes twice. */
export function at(scheduledAt: string, timeZone: string): When {
  const local = localTime(new Date(scheduledAt), timeZone)
  return instantOf(local, timeZone).getTime() === Date.parse(scheduledAt) ? { localTime: local, timeZone } : { scheduledAt }
}
