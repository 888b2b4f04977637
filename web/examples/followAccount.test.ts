import { readFileSync } from 'node:fs'
import { beforeEach, expect, test, vi } from 'vitest'
import { followAccount, type AccountEvent } from './followAccount'

const hub = vi.hoisted(() => ({ handlers: new Map<string, (event: unknown) => void>(), reconnected: () => {}, calls: [] as string[] }))
vi.mock('@microsoft/signalr', () => ({
  HubConnectionBuilder: class {
    withUrl() { return this }
    withAutomaticReconnect() { return this }
    build() {
      return {
        on: (name: string, handler: (event: unknown) => void) => hub.handlers.set(name, handler),
        onreconnected: (handler: () => void) => (hub.reconnected = handler),
        invoke: async (...call: string[]) => void hub.calls.push(call.join(' ')),
        start: async () => {}, stop: async () => {},
      }
    }
  },
}))

const event = (sequence: number): AccountEvent => ({ sequence, occurredAt: '2026-11-25T12:00:00Z', accountId: 'a', kind: 'message.received', subjectId: 's', payload: {} })
let stored: number, keptFrom: number, asked: string[]

beforeEach(() => {
  ;[stored, keptFrom, asked] = [0, 1, []]
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(url.pathname + url.search)
    if (url.pathname.endsWith('/health')) return Response.json({ lastSequence: stored })
    const after = Number(url.searchParams.get('after'))
    if (after + 1 < keptFrom) return new Response('{"code":"re-read"}', { status: 410 })
    const items = Array.from({ length: Math.min(2, stored - after) }, (_, i) => event(after + 1 + i))
    return Response.json({ items, nextCursor: after + items.length < stored ? 'more' : null })
  })
})

async function follow(from: number | null) {
  const [applied, reread]: [number[], number[]] = [[], []]
  const stop = await followAccount('http://localhost', 'a', async () => 't', {
    load: async () => from, apply: async ({ sequence }) => void applied.push(sequence), reread: async (sequence) => void reread.push(sequence),
  })
  return { applied, reread, stop }
}

const hint = (sequence: number) => hub.handlers.get('accountEvent')?.(event(sequence))

test('goes on where it stopped, over several pages', async () => {
  stored = 5
  const { applied, stop } = await follow(1)
  await stop()

  expect(applied).toEqual([2, 3, 4, 5])
  expect(hub.calls).toContain('Subscribe a')
})

test('a hint that follows is applied at once, one that was seen is not, and a gap is closed by the API', async () => {
  stored = 1
  const { applied, stop } = await follow(1)
  stored = 2
  hint(2)
  hint(2)
  stored = 5
  hint(5)
  await stop()

  expect(applied).toEqual([2, 3, 4, 5])
})

test('what happened while the connection was away is asked for when it is back', async () => {
  stored = 1
  const { applied, stop } = await follow(1)
  stored = 4
  hub.reconnected()
  await vi.waitFor(() => expect(applied).toEqual([2, 3, 4]))
  await stop()
})

test('the first run, and a place that is no longer kept, read everything anew', async () => {
  ;[stored, keptFrom] = [9, 7]
  const first = await follow(null)
  await first.stop()
  const late = await follow(3)
  await late.stop()

  expect([first.reread, first.applied]).toEqual([[9], []])
  expect([late.reread, late.applied]).toEqual([[9], []])
})

test('the documentation shows this very code', () => {
  const shown = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8').split('```ts\n')[1]?.split('```')[0]

  expect(shown).toBe(readFileSync(new URL('./followAccount.ts', import.meta.url), 'utf8'))
})
