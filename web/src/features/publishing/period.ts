import { addDays, addMonths, monthGrid, weekOf } from '@/lib/months'

export type View = 'month' | 'week' | 'list'
/** What a calendar shows. `key` is how the URL names it: a month, or a day of the week. */
export type Period = { view: View; key: string; days: string[]; previous: string; next: string; isNow: boolean }

const isMonth = (text: string | null) => text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
const isDay = (text: string | null) => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** The period that the URL asks for, or the one that `today` lies in. Pure. */
export function periodOf(view: View, asked: string | null, today: string, firstDay: number): Period {
  if (view === 'week') {
    const day = asked && isDay(asked) ? asked : isMonth(asked) && !today.startsWith(asked ?? '') ? `${asked}-01` : today
    const days = weekOf(day, firstDay)
    return { view, key: day, days, previous: addDays(day, -7), next: addDays(day, 7), isNow: days.includes(today) }
  }
  const month = isMonth(asked) ? (asked ?? '') : isDay(asked) ? (asked ?? '').slice(0, 7) : today.slice(0, 7)
  return { view, key: month, days: monthGrid(month, firstDay).flat(), previous: addMonths(month, -1), next: addMonths(month, 1), isNow: today.startsWith(month) }
}
