import { expect, test } from 'vitest'
import { en } from '@/texts/en'
import { whyOf } from './words'

test('an answer is told by its number and a missing one by its reason', () => {
  expect(whyOf({ statusCode: 200, milliseconds: 12, reason: null }, en.webhooks)).toBe('answered 200 in 12 ms')
  expect(whyOf({ statusCode: 503, milliseconds: 12, reason: 'refused' }, en.webhooks)).toBe('answered 503 in 12 ms')
  expect(whyOf({ statusCode: 307, milliseconds: null, reason: 'redirect' }, en.webhooks)).toBe('answered 307, the server points elsewhere, which we do not follow')
  expect(whyOf({ statusCode: null, milliseconds: 10_000, reason: 'timeout' }, en.webhooks)).toBe('no answer in time')
  expect(whyOf({ statusCode: null, milliseconds: null, reason: 'of-a-newer-server' }, en.webhooks)).toBe('of-a-newer-server')
  expect(whyOf({ statusCode: null, milliseconds: null, reason: null }, en.webhooks)).toBe('')
})
