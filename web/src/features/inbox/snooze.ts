import { addDays } from '@/lib/months'
import { instantOf, localDay } from '@/lib/zones'

/** The times people put conversations off to, in the zone of the reader. Pure. */
export function snoozeTimes(now: Date, zone: string): { hour: Date; hours: Date; tomorrow: Date; week: Date } {
  const today = localDay(now, zone)
  // Noon of a day is that day wherever the clock is read.
  const weekday = new Date(`${today}T12:00Z`).getUTCDay()
  const nine = (day: string) => instantOf(`${day}T09:00`, zone)
  return {
    hour: new Date(now.getTime() + 3_600_000), hours: new Date(now.getTime() + 3 * 3_600_000), tomorrow: nine(addDays(today, 1)), week: nine(addDays(today, ((8 - weekday) % 7) || 7)),
  }
}
