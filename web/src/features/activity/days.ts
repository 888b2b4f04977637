import { instantOf } from '@/lib/zones'

/** The first moment of a day in a zone, `later` days on; null for no day. Pure. */
export function dayFrom(text: string, later: number, zone: string): Date | null {
  if (!text) return null
  const date = new Date(`${text}T00:00Z`)
  date.setUTCDate(date.getUTCDate() + later)
  return instantOf(`${date.toISOString().slice(0, 10)}T00:00`, zone)
}
