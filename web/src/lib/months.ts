/** Days are written `2026-11-25` and months `2026-11`; arithmetic on them needs no zone. Pure. */

const utc = (day: string) => new Date(`${day}T00:00Z`)

export const addDays = (day: string, days: number) => new Date(utc(day).getTime() + days * 86_400_000).toISOString().slice(0, 10)

export const daysBetween = (from: string, to: string) => Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000)

export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7)
}

/** The weeks that hold a month, whole. `firstDay`: 1 is Monday, 7 is Sunday. */
export function monthGrid(month: string, firstDay: number): string[][] {
  const first = `${month}-01`
  const back = (utc(first).getUTCDay() - (firstDay % 7) + 7) % 7
  const weeks: string[][] = []
  for (let day = addDays(first, -back); weeks.length === 0 || day.slice(0, 7) === month; day = addDays(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(day, i)))
  }
  return weeks
}

/** The seven days of the week that holds a day. */
export function weekOf(day: string, firstDay: number): string[] {
  const back = (utc(day).getUTCDay() - (firstDay % 7) + 7) % 7
  return Array.from({ length: 7 }, (_, i) => addDays(day, i - back))
}

/** First day of the week where a language is spoken: 1 is Monday, 7 is Sunday. */
export function firstDayOfWeek(locale: string): number {
  // Not in every browser yet, and under two names.
  const info = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } }
  return (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1
}
