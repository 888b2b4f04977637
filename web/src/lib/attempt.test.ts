import { expect, test } from 'vitest'
import { Attempt } from './attempt'

test('what is asked for again keeps its key until it has succeeded', () => {
  const attempt = new Attempt()
  const first = attempt.keyOf({ ids: ['a'] })

  expect(attempt.keyOf({ ids: ['a'] })).toBe(first)
  attempt.succeeded()
  expect(attempt.keyOf({ ids: ['a'] })).not.toBe(first)
})

test('something else is another attempt', () => {
  const attempt = new Attempt()

  expect(attempt.keyOf({ ids: ['a'] })).not.toBe(attempt.keyOf({ ids: ['b'] }))
})
