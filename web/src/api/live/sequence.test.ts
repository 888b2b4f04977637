import { expect, test } from 'vitest'
import type { AccountEvent } from '@/api/types'
import { advance } from './sequence'

const event = (sequence: number): AccountEvent => ({ sequence, occurredAt: '2026-11-25T12:00:00Z', accountId: 'a', kind: 'message.received', subjectId: 's', payload: {} })
const numbers = (events: AccountEvent[]) => events.map(({ sequence }) => sequence)

test('what follows without a gap is ready, in order', () => {
  const { ready, last, waiting } = advance(4, [event(6), event(5)])

  expect(numbers(ready)).toEqual([5, 6])
  expect(last).toBe(6)
  expect(waiting).toEqual([])
})

test('what was seen is dropped, also when it comes twice', () => {
  expect(numbers(advance(4, [event(3), event(4), event(5), event(5)]).ready)).toEqual([5])
})

test('what comes after a gap waits for what is missing', () => {
  const early = advance(4, [event(7), event(6), event(7)])
  expect(early.ready).toEqual([])
  expect(numbers(early.waiting)).toEqual([6, 7])

  const closed = advance(early.last, [...early.waiting, event(5)])
  expect(numbers(closed.ready)).toEqual([5, 6, 7])
})
