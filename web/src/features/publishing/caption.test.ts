import { expect, test } from 'vitest'
import { captionCount, captionLimits } from './caption'

// The same cases as the server's, in CaptionCountTests.

test.each([['plain', 5], ['line\r\nline', 9], ['🙂', 1], ['👨‍👩‍👧‍👦', 7]])('characters of %j are code points', (text, characters) => {
  expect(captionCount(text).characters).toBe(characters)
})

test.each([
  ['#one #two', 2, 0], ['#one#two', 1, 0], ['a#b write to ana@example.com', 0, 0], ['@ana.bento and @luna_ceramics.', 0, 2], ['# alone, ## twice, @ home', 0, 0], ['#2026 #日本 ＃全角 #𝒻ancy', 4, 0],
])('marks of %j count where they begin a word', (text, hashtags, mentions) => {
  expect(captionCount(text)).toMatchObject({ hashtags, mentions })
})

test('as many emojis fit as other characters', () => {
  expect(captionCount('🙂'.repeat(captionLimits.characters)).characters).toBe(captionLimits.characters)
})
