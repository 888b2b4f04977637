import { expect, test } from 'vitest'
import { may, type PostStatus } from './status'

// The table of docs/posts.md, which is the server's.
const all: PostStatus[] = ['draft', 'awaiting_approval', 'scheduled', 'preparing', 'ready', 'publishing', 'unconfirmed', 'published', 'failed', 'cancelled']
const where = (rule: (status: PostStatus) => boolean) => all.filter(rule)

test('what may be done with a post follows from its state', () => {
  const planned = ['awaiting_approval', 'scheduled', 'preparing', 'ready']
  expect(where(may.edit)).toEqual(['draft', ...planned, 'failed'])
  expect(where((status) => may.move(status) || may.replan(status))).toEqual(['draft', ...planned, 'failed', 'cancelled'])
  expect(where(may.cancel)).toEqual([...planned, 'failed'])
  expect(where((status) => may.publishNow(status) || may.retry(status))).toEqual(['draft', 'scheduled', 'preparing', 'ready', 'failed', 'cancelled'])
  expect(where(may.retry)).toEqual(['failed'])
})
