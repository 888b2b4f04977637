import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { askAgainIfOvertaken } from './overtaken'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A server whose answers are let go one by one; each tells how things stood when it was asked. */
function slowServer(queryKey: string[] = ['posts', 'list']) {
  const client = new QueryClient()
  const server = { state: 'before', asked: 0, answers: [] as { give: () => void; refuse: () => void }[] }
  const queryFn = () => new Promise<string>((resolve, reject) => {
    const seen = server.state
    server.asked += 1
    server.answers.push({ give: () => resolve(seen), refuse: () => reject(new Error('no')) })
  })
  const settle = async (how: 'give' | 'refuse') => {
    server.answers.shift()?.[how]()
    await vi.advanceTimersByTimeAsync(1)
  }
  const stop = new QueryObserver(client, { queryKey, queryFn, retry: false }).subscribe(() => undefined)
  return { client, server, stop, answer: () => settle('give'), refuse: () => settle('refuse') }
}

test('an answer that an event has overtaken is asked for once more, at once', async () => {
  const { client, server, stop, answer } = slowServer()

  server.state = 'after'
  askAgainIfOvertaken(client)
  askAgainIfOvertaken(client)
  await answer()
  expect(client.getQueryData(['posts', 'list'])).toBe('before')
  await answer()

  expect(client.getQueryData(['posts', 'list'])).toBe('after')
  expect(server.asked).toBe(2)
  stop()
})

test('a steady stream of events repeats a question every two seconds, and ends with the newest answer', async () => {
  const { client, server, stop, answer } = slowServer()

  // Ten seconds in which an event comes every 100 ms, and every question is answered within them.
  for (let at = 0; at < 10_000; at += 100) {
    server.state = `after ${at}`
    askAgainIfOvertaken(client)
    await answer()
    await vi.advanceTimersByTimeAsync(99)
  }
  expect(server.asked).toBeGreaterThanOrEqual(5)
  expect(server.asked).toBeLessThanOrEqual(7)

  await vi.advanceTimersByTimeAsync(4_000)
  await answer()
  expect(client.getQueryData(['posts', 'list'])).toBe('after 9900')
  stop()
})

test('what is not being asked for is left alone', async () => {
  const { client, server, stop, answer } = slowServer()
  await answer()

  askAgainIfOvertaken(client)
  await answer()

  expect(server.asked).toBe(1)
  stop()
})

test('what no event changes is left alone', async () => {
  const { client, server, stop, answer } = slowServer(['media', 'library'])

  askAgainIfOvertaken(client)
  await answer()

  expect(server.asked).toBe(1)
  stop()
})

test('a question that failed is not repeated', async () => {
  const { client, server, stop, refuse } = slowServer()

  askAgainIfOvertaken(client)
  await refuse()
  await vi.advanceTimersByTimeAsync(5_000)

  expect(server.asked).toBe(1)
  stop()
})
