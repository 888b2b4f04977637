import { expect, test } from 'vitest'
import { endOf } from './lives'

test('a key ends so many days from now, or not by itself', () => {
  const now = Date.parse('2026-01-01T12:00:00Z')
  expect(endOf(30, now)).toBe('2026-01-31T12:00:00.000Z')
  expect(endOf(0, now)).toBeNull()
})
