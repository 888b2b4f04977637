import { api, unwrap } from '@/api/client'
import { ApiError } from '@/api/problem'
import type { AccountEvent } from '@/api/types'
import { advance } from './sequence'

export type Reader = {
  /** Events of one account, in order, each exactly once. */
  onEvents: (events: AccountEvent[]) => void
  /** Reading starts here: whatever was fetched before `at` may have missed something. */
  onStart: (at: number) => void
}

/** Follows one account. What SignalR brings are hints; a gap is closed by asking the API for what lies between. */
export class AccountCursor {
  private last: number | null = null
  private waiting: AccountEvent[] = []
  private asking: Promise<void> | null = null

  constructor(private readonly accountId: string, private readonly reader: Reader) {}

  receive(event: AccountEvent) {
    this.waiting.push(event)
    this.settle()
    if (this.waiting.length > 0) void this.catchUp()
  }

  /** Asks for everything after the last event seen. Several callers share one question; a failure waits for the next call. */
  catchUp(): Promise<void> {
    this.asking ??= this.ask().catch(() => undefined).finally(() => (this.asking = null))
    return this.asking
  }

  private settle() {
    if (this.last === null) return
    const { ready, last, waiting } = advance(this.last, this.waiting)
    this.last = last
    this.waiting = waiting
    if (ready.length > 0) this.reader.onEvents(ready)
  }

  private async ask() {
    if (this.last === null) await this.begin()
    for (let more = true; more; ) {
      const page = await this.after(this.last ?? 0)
      if (!page) return this.begin()
      this.waiting.push(...page.items)
      this.settle()
      more = page.nextCursor !== null
    }
  }

  private async begin() {
    const health = await unwrap(api.GET('/api/accounts/{id}/health', { params: { path: { id: this.accountId } } }))
    this.last = health.lastSequence
    this.reader.onStart(Date.now())
    this.settle()
  }

  /** Null when the events asked for are no longer kept: everything has to be read anew. */
  private async after(sequence: number) {
    try {
      return await unwrap(api.GET('/api/accounts/{id}/events', { params: { path: { id: this.accountId }, query: { after: sequence, limit: 100 } } }))
    } catch (error) {
      if (error instanceof ApiError && error.status === 410) return null
      throw error
    }
  }
}
