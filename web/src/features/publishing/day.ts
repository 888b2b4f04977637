import type { CalendarPlan } from '@/api/types'
import { localDay } from '@/lib/zones'
import type { PostItem } from './cache'
import { timeOf } from './status'

/** What stands on a day of the calendar: a post, or one that its series will make. */
export type Entry = { post: PostItem } | { plan: CalendarPlan }

const at = (entry: Entry) => ('plan' in entry ? entry.plan.scheduledAt : (timeOf(entry.post) ?? entry.post.createdAt))

/** The days of a zone on which something stands, and what stands there, both in the order of time. Pure. */
export function byDay(posts: PostItem[], plans: CalendarPlan[], timeZone: string): Map<string, Entry[]> {
  const entries: Entry[] = [...posts.map((post) => ({ post })), ...plans.map((plan) => ({ plan }))]
  const days = new Map<string, Entry[]>()
  for (const entry of entries.sort((a, b) => Date.parse(at(a)) - Date.parse(at(b)))) {
    const day = localDay(new Date(at(entry)), timeZone)
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return days
}
