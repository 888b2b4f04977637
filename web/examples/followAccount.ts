import { HubConnectionBuilder, type HubConnection } from '@microsoft/signalr'

/** One item of `GET /api/accounts/{id}/events`, and what the hub calls `accountEvent` with. */
export type AccountEvent = { sequence: number; occurredAt: string; accountId: string; kind: string; subjectId: string; payload: unknown }

export type Follower = {
  /** The last event that was applied, from where it was kept; null on the very first run. */
  load: () => Promise<number | null>
  /** Applies one event. Keep `event.sequence` in the same transaction as what you change: then nothing is applied twice. */
  apply: (event: AccountEvent) => Promise<void>
  /** Reads the lists anew, and keeps `sequence` as the place to go on from. Called on the first run, and when the events asked for are no longer kept. */
  reread: (sequence: number) => Promise<void>
}

type Page = { items: AccountEvent[]; nextCursor: string | null }

/**
 * Follows an account for ever: every event once, in order, however often the connection breaks. The hub carries hints; the truth is the API.
 * Returns how to stop it.
 */
export async function followAccount(baseUrl: string, accountId: string, accessToken: () => Promise<string>, follower: Follower): Promise<() => Promise<void>> {
  let last = await follower.load()
  let queue: Promise<void> = Promise.resolve()

  const get = async (path: string) => fetch(new URL(path, baseUrl), { headers: { Authorization: `Bearer ${await accessToken()}` } })

  const start = async () => {
    const response = await get(`/api/accounts/${accountId}/health`)
    if (!response.ok) throw new Error(`The account's state was answered with ${response.status}`)
    const { lastSequence } = (await response.json()) as { lastSequence: number }
    // First the number, then the lists: what happens in between comes again as an event, and nothing is missed.
    await follower.reread(lastSequence)
    last = lastSequence
  }

  const catchUp = async () => {
    if (last === null) return start()
    for (let more = true; more; ) {
      const response = await get(`/api/accounts/${accountId}/events?after=${last}&limit=100`)
      // 410, code "re-read": we were away for longer than events are kept.
      if (response.status === 410) return start()
      if (!response.ok) throw new Error(`The events were answered with ${response.status}`)
      const page = (await response.json()) as Page
      for (const event of page.items) {
        await follower.apply(event)
        last = event.sequence
      }
      more = page.nextCursor !== null
    }
  }

  const receive = async (event: AccountEvent) => {
    // Seen already, or something before it is missing: then the API closes the gap.
    if (last !== null && event.sequence <= last) return
    if (last === null || event.sequence > last + 1) return catchUp()
    await follower.apply(event)
    last = event.sequence
  }

  /** One after the other: events must not overtake each other while one is being applied. A failure is made good by the next hint, or the next round. */
  const inTurn = (work: () => Promise<void>) => (queue = queue.then(work).catch(() => undefined))

  const hub: HubConnection = new HubConnectionBuilder()
    .withUrl(new URL('/hubs/inbox', baseUrl).href, { accessTokenFactory: accessToken })
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => Math.min(30_000, 1_000 * 2 ** previousRetryCount) })
    .build()
  const subscribe = async () => {
    await hub.invoke('Subscribe', accountId)
    await inTurn(catchUp)
  }
  hub.on('accountEvent', (event: AccountEvent) => void inTurn(() => receive(event)))
  hub.onreconnected(() => void subscribe())
  await hub.start()
  await subscribe()
  // Hints may be lost without the connection breaking.
  const round = setInterval(() => void inTurn(catchUp), 60_000)

  return async () => {
    clearInterval(round)
    await hub.stop()
    await queue
  }
}
