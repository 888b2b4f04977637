/** Days of the week as the API names them. */
const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

export type Weekday = (typeof names)[number]

/** From the first day of a week: 1 is Monday, 7 is Sunday. Pure. */
export const weekdaysFrom = (firstDay: number): Weekday[] => names.map((_, at) => names[(at + firstDay) % 7] ?? 'monday')

/** 4 January 2026 is a Sunday. */
const named = (weekday: 'long' | 'short') => (day: Weekday, locale: string) => new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 0, 4 + names.indexOf(day))))
export const weekdayName = named('long')
export const shortWeekday = named('short')

/** The next local time, `2026-11-25T14:00`, that is on this day and at this hour, and later than `now`. Pure. */
export function nextAt(day: Weekday, hour: number, now: string): string {
  const today = new Date(`${now.slice(0, 10)}T00:00Z`)
  const ahead = (names.indexOf(day) - today.getUTCDay() + 7) % 7
  const on = (days: number) => `${new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00`
  return on(ahead) > now ? on(ahead) : on(ahead + 7)
}
