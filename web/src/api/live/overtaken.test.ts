import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { askAgainIfOvertaken } from './overtaken'

/** A server whose answers are let go one by one; each tells how things stood when it was asked. */
function slowServer() {
  const server = { state: 'before', asked: 0, answers: [] as (() => void)[] }
  const ask = () => new Promise<string>((resolve) => {
    const seen = server.state
    server.asked += 1
    server.answers.push(() => resolve(seen))
  })
  return { server, ask, answer: async () => { server.answers.shift()?.(); await new Promise((done) => setTimeout(done)) } }
}

test('an answer that an event has overtaken is asked for once more', async () => {
  const client = new QueryClient()
  const { server, ask, answer } = slowServer()
  const stop = new QueryObserver(client, { queryKey: ['list'], queryFn: ask }).subscribe(() => undefined)

  server.state = 'after'
  askAgainIfOvertaken(client)
  askAgainIfOvertaken(client)
  await answer()
  expect(client.getQueryData(['list'])).toBe('before')
  await answer()

  expect(client.getQueryData(['list'])).toBe('after')
  expect(server.asked).toBe(2)
  stop()
})

test('what is not being asked for is left alone', async () => {
  const client = new QueryClient()
  const { server, ask, answer } = slowServer()
  const stop = new QueryObserver(client, { queryKey: ['list'], queryFn: ask }).subscribe(() => undefined)
  await answer()

  askAgainIfOvertaken(client)
  await answer()

  expect(server.asked).toBe(1)
  stop()
})
