import { expect, test } from 'vitest'
import type { Conversation } from '@/api/types'
import { belongs, placeIn, type ConversationPages } from './cache'
import type { ConversationFilter } from './queries'

const conversation = (id: string, lastMessageAt: string, members: Partial<Conversation> = {}): Conversation => ({
  id, accountId: 'a', contact: { id: 'p', username: 'maya', name: 'Maya', pictureUrl: null, platformContactId: '1', stageId: null }, status: 'open', unreadCount: 1, lastMessage: null,
  replyWindow: { closesAt: null, tag: 'none', standardClosesAt: null }, lastMessageAt, lastSequence: 1, assigneeId: null, priority: 'normal', labelIds: [], snoozedUntil: null, ...members,
})
const open: ConversationFilter = { accountId: null, workspaceId: null, status: 'open', unread: false, assignee: null, label: null, stage: null, priority: null }
const listed: ConversationPages = {
  pages: [{ items: [conversation('c3', '2026-11-25T03:00Z'), conversation('c2', '2026-11-25T02:00Z')], nextCursor: 'x' }, { items: [conversation('c1', '2026-11-25T01:00Z')], nextCursor: null }],
  pageParams: [null, 'x'],
}
const ids = (pages: ConversationPages) => pages.pages.map((page) => page.items.map(({ id }) => id))

test('a conversation with a new message moves to the top', () => {
  expect(ids(placeIn(listed, conversation('c1', '2026-11-25T04:00Z'), open, 'me-id'))).toEqual([['c1', 'c3', 'c2'], []])
})

test('one that does not belong leaves the list', () => {
  expect(ids(placeIn(listed, conversation('c2', '2026-11-25T02:00Z', { status: 'archived' }), open, 'me-id'))).toEqual([['c3'], ['c1']])
  expect(ids(placeIn(listed, conversation('c4', '2026-11-25T05:00Z', { accountId: 'b' }), { ...open, accountId: 'a' }, 'me-id'))).toEqual([['c3', 'c2'], ['c1']])
})

test('each filter keeps out what it does not mean', () => {
  const mine = conversation('c1', '2026-11-25T01:00Z', { assigneeId: 'me-id', labelIds: ['l'], priority: 'high' })

  for (const filter of [{ assignee: 'me' }, { assignee: 'me-id' }, { label: 'l' }, { priority: 'high' as const }]) expect(belongs(mine, { ...open, ...filter }, 'me-id')).toBe(true)
  for (const filter of [{ assignee: 'none' }, { assignee: 'x' }, { label: 'm' }, { stage: 's' }, { priority: 'low' as const }]) expect(belongs(mine, { ...open, ...filter }, 'me-id')).toBe(false)
})
