import type { Recurrence, Series } from '@/api/types'
import type { Weekday } from '@/lib/weekdays'

/** A rule as the form writes it. No weekday: that of the first post. */
export type Repeat = { unit: 'never' | Recurrence['unit']; every: number; weekdays: Weekday[]; until: string }

export const never: Repeat = { unit: 'never', every: 1, weekdays: [], until: '' }

export const repeatOf = (rule: Recurrence): Repeat => ({ unit: rule.unit, every: rule.every ?? 1, weekdays: rule.weekdays ?? [], until: rule.until ?? '' })

/** Null for a post that does not come again. Pure. */
export const ruleOf = ({ unit, every, weekdays, until }: Repeat): Recurrence | null =>
  unit === 'never' ? null : { unit, every, until: until || null, ...(unit === 'weekly' && weekdays.length > 0 ? { weekdays } : {}) }

/** What is sent of a series: only what is another now, for a rule is counted anew. What the form does not show of it stays. Pure. */
export function seriesChange(series: Series, repeat: Repeat, time: string): { recurrence?: Recurrence; time?: string } {
  const rule = ruleOf(repeat)
  const isOther = JSON.stringify(repeat) !== JSON.stringify(repeatOf(series.rule))
  return {
    ...(rule && isOther ? { recurrence: { ...rule, count: series.rule.count ?? null, ...(rule.unit === 'monthly' && series.rule.unit === 'monthly' ? { monthDay: series.rule.monthDay ?? null } : {}) } } : {}),
    ...(time && time !== series.time.slice(0, 5) ? { time: `${time}:00` } : {}),
  }
}
