import { expect, test } from 'vitest'
import { hashtagCount, utf8Bytes } from './bytes'

test('length is counted in bytes, as Meta counts it', () => {
  expect(utf8Bytes('abc')).toBe(3)
  expect(utf8Bytes('ação')).toBe(6)
  expect(utf8Bytes('👍')).toBe(4)
})

test('a hashtag begins a word', () => {
  expect(hashtagCount('#uno text #dois_2 #três')).toBe(3)
  expect(hashtagCount('no#tag # alone a#b')).toBe(0)
})
