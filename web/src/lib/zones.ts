/** Wall-clock times are written as inputs write them: `2026-11-25T14:30`. Zones are IANA names. Pure. */

const formats = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string) {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  })
  formats.set(zone, made)
  return made
}

/** What the clock on the wall shows at an instant. */
export function localTime(instant: Date, zone: string): string {
  const parts = Object.fromEntries(clockOf(zone).formatToParts(instant).map((part) => [part.type, part.value]))
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`
}

/** The day, `2026-11-25`. */
export const localDay = (instant: Date, zone: string) => localTime(instant, zone).slice(0, 10)

/** The instant of a wall-clock time. One skipped in spring moves forward by the gap; one that comes twice means the first. */
export function instantOf(local: string, zone: string): Date {
  const asUtc = Date.parse(`${local.slice(0, 16)}Z`)
  const offset = (at: number) => Date.parse(`${localTime(new Date(at), zone)}Z`) - Math.floor(at / 60_000) * 60_000
  const before = offset(asUtc - 86_400_000)
  const after = offset(asUtc + 86_400_000)
  const candidates = [asUtc - before, asUtc - after].filter((at) => localTime(new Date(at), zone) === local.slice(0, 16))
  // Without a candidate the time is skipped: counted with the offset before the gap it lands just as far behind it.
  return new Date(candidates.length > 0 ? Math.min(...candidates) : asUtc - before)
}

export const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
