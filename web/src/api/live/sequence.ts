import type { AccountEvent } from '@/api/types'

export type Advance = {
  /** To be applied now, in order. */
  ready: AccountEvent[]
  last: number
  /** Came too early: something before them is missing. */
  waiting: AccountEvent[]
}

/** Orders what arrived, drops what was seen, and takes the run without gap that follows `last`. Pure. */
export function advance(last: number, arrived: readonly AccountEvent[]): Advance {
  const ready: AccountEvent[] = []
  const waiting: AccountEvent[] = []
  for (const event of [...arrived].sort((a, b) => a.sequence - b.sequence)) {
    if (event.sequence <= last) continue
    if (event.sequence === last + 1) {
      ready.push(event)
      last = event.sequence
    } else if (waiting.at(-1)?.sequence !== event.sequence) waiting.push(event)
  }
  return { ready, last, waiting }
}
