/** Words for times and numbers. All take the locale, and the zone where one matters. Pure. */

const zoned = (locale: string, zone: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })

export const clockTime = (at: string | Date, locale: string, zone: string) => zoned(locale, zone, { hour: 'numeric', minute: '2-digit' }).format(new Date(at))

export const dateAndTime = (at: string | Date, locale: string, zone: string) =>
  zoned(locale, zone, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(new Date(at))

/** To the second: for what machines did. */
export const dateAndSeconds = (at: string | Date, locale: string, zone: string) =>
  zoned(locale, zone, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(new Date(at))

export const longDate = (at: string | Date, locale: string, zone: string) => zoned(locale, zone, { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(at))

/** A day such as `2026-11-25`, in words. */
export const dayName = (day: string, locale: string) => zoned(locale, 'UTC', { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(`${day}T00:00Z`))

export const monthName = (month: string, locale: string) => {
  const name = zoned(locale, 'UTC', { month: 'long', year: 'numeric' }).format(new Date(`${month}-01T00:00Z`))
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}

export const weekdayNames = (firstDay: number, locale: string) =>
  // 5 January 2026 is a Monday.
  Array.from({ length: 7 }, (_, i) => zoned(locale, 'UTC', { weekday: 'short' }).format(new Date(Date.UTC(2026, 0, 4 + firstDay + i))))

export const compactNumber = (value: number, locale: string) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value)

const steps: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60]]

/** "in 3 hours", "2 min ago"; under a minute, "now". */
export function relativeTime(at: string | Date, now: number, locale: string, style: Intl.RelativeTimeFormatStyle = 'long'): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000)
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style })
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return unit === 'second' ? words.format(0, 'second') : words.format(Math.trunc(seconds / size), unit)
}

export const initials = (name: string) => name.replace(/[^\p{L}\p{N} ._]/gu, '').split(/[ ._]+/).filter(Boolean).slice(0, 2).map((word) => word.charAt(0).toUpperCase()).join('')
