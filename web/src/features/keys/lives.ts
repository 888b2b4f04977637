/** For how long a key may count, in days; `0` until it is revoked. */
export const lives = [30, 90, 365, 0] as const

/** When a key that is made now ends. Pure. */
export const endOf = (days: number, now: number): string | null => (days === 0 ? null : new Date(now + days * 86_400_000).toISOString())
