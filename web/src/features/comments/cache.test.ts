import { expect, test } from 'vitest'
import type { CommentPost } from '@/api/types'
import { placeIn, type Pages } from './cache'
import type { CommentFilter } from './filter'

const post = (members: Partial<CommentPost>): CommentPost => ({
  id: 'p', accountId: 'a', mediaId: 'm', productType: 'FEED', caption: 'Mugs', permalink: null, thumbnailUrl: null, publishedAt: null, openCount: 1, unreadCount: 1,
  lastCommentAt: '2026-11-25T12:00:00Z', lastText: 'Hi', lastAuthor: 'maya', ...members,
})
const pages = (...items: CommentPost[]): Pages<CommentPost> => ({ pages: [{ items, nextCursor: null }], pageParams: [null] })
const open: CommentFilter = { accountId: null, workspaceId: null, status: 'open', unread: false, q: '' }
const ids = (list: Pages<CommentPost>) => list.pages.flatMap((page) => page.items.map(({ id }) => id))

test('a post moves to where its last comment belongs', () => {
  const list = pages(post({ id: 'one', lastCommentAt: '2026-11-25T12:02:00Z' }), post({ id: 'two' }))

  expect(ids(placeIn(list, post({ id: 'two', lastCommentAt: '2026-11-25T12:03:00Z' }), open, false))).toEqual(['two', 'one'])
})

test('a post without anything to answer leaves the list, unless it is open on the screen', () => {
  const done = post({ openCount: 0, unreadCount: 0 })

  expect(ids(placeIn(pages(post({})), done, open, false))).toEqual([])
  expect(ids(placeIn(pages(post({})), done, open, true))).toEqual(['p'])
  expect(ids(placeIn(pages(post({})), done, { ...open, status: 'all' }, false))).toEqual(['p'])
})

test('what a search did not find is not added to it', () => {
  expect(ids(placeIn(pages(), post({}), { ...open, q: 'mug' }, false))).toEqual([])
})
