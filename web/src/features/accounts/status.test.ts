import { expect, test } from 'vitest'
import { endsSoon } from './status'

test('only access that nobody renews is said to end, and only in its last two weeks', () => {
  const now = new Date('2026-11-28T12:00:00Z').getTime()
  expect(endsSoon('facebook', '2026-12-12T11:00:00Z', now)).toBe(true)
  expect(endsSoon('facebook', '2026-12-12T13:00:00Z', now)).toBe(false)
  expect(endsSoon('instagram', '2026-11-29T12:00:00Z', now)).toBe(false)
})
