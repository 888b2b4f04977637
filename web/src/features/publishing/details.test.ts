import { expect, test } from 'vitest'
import { fileOf, forMedia, moved, noDetails, withFile } from './details'

const media = (id: string) => ({ id, kind: 'image', mimeType: 'image/jpeg', width: 1, height: 1, durationSeconds: null, size: 1, url: '', thumbnailUrl: null, fileName: id, createdAt: '' }) as Parameters<typeof forMedia>[1][number]

test('a file about which nothing is said any more is left out', () => {
  const said = withFile(noDetails, 'a', { altText: 'A mug', userTags: [] })
  expect(fileOf(said, 'a').altText).toBe('A mug')
  expect(withFile(said, 'a', { altText: '', userTags: [] }).files).toEqual([])
})

test('what was said about a file that left the post is not sent', () => {
  const said = withFile(withFile(noDetails, 'a', { altText: 'A', userTags: [] }), 'b', { altText: 'B', userTags: [] })
  expect(forMedia(said, [media('b')]).files?.map(({ mediaId }) => mediaId)).toEqual(['b'])
})

test('a tag stays on the picture', () => {
  expect(moved({ username: 'ana', x: 0.99, y: 0 }, 0.05, -0.05)).toEqual({ username: 'ana', x: 1, y: 0 })
})
