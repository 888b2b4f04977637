import { expect, test } from 'vitest'
import type { Comment } from '@/api/types'
import { mergeComment, toThreads } from './threads'

const comment = (members: Partial<Comment>): Comment => ({
  id: 'c', accountId: 'a', postId: 'p', mediaId: 'm', threadId: 't', isReply: false, kind: 'comment', direction: 'inbound', author: { platformId: '9', username: 'maya', name: null, pictureUrl: null },
  text: 'Hi', hidden: false, deleted: false, status: 'open', unread: true, delivery: null, failure: null, clientId: null, platformCommentId: '1', inReplyTo: null, conversationId: null,
  privateReplyUntil: null, commentedAt: '2026-11-25T12:00:00Z', sequence: 1, automatic: false, ...members,
})

test('replies stand below their comment, oldest first, and the newest thread is on top', () => {
  const threads = toThreads([
    comment({ id: 'r2', isReply: true, commentedAt: '2026-11-25T12:09:00Z' }),
    comment({ id: 'later', threadId: 'u', commentedAt: '2026-11-25T12:05:00Z' }),
    comment({ id: 'r1', isReply: true, commentedAt: '2026-11-25T12:01:00Z' }),
    comment({ id: 'first' }),
  ])

  expect(threads.map(({ top }) => top?.id)).toEqual(['later', 'first'])
  expect(threads[1]?.replies.map(({ id }) => id)).toEqual(['r1', 'r2'])
})

test('a reply that comes before its comment has a thread already', () => {
  const [thread] = toThreads([comment({ id: 'r1', isReply: true })])

  expect(thread?.top).toBeNull()
  expect(thread?.replies).toHaveLength(1)
})

test('what was written here and taken away again is not shown', () => {
  expect(toThreads([comment({ direction: 'outbound', deleted: true }), comment({ id: 'theirs', deleted: true })]).map(({ top }) => top?.id)).toEqual(['theirs'])
})

test('the same comment is never shown twice, and an overtaken answer does not take it back', () => {
  const sent = comment({ direction: 'outbound', delivery: 'sent' })

  expect(mergeComment([sent], { ...sent, delivery: 'queued' })).toEqual([sent])
  expect(mergeComment([comment({})], comment({ status: 'closed' })).map(({ status }) => status)).toEqual(['closed'])
})

test('a comment that comes late stands where its time says', () => {
  const items = [comment({ id: 'new', commentedAt: '2026-11-25T12:02:00Z' }), comment({ id: 'old' })]

  expect(mergeComment(items, comment({ id: 'late', commentedAt: '2026-11-25T12:01:00Z' })).map(({ id }) => id)).toEqual(['new', 'late', 'old'])
})
