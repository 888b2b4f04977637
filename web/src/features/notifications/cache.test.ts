import { expect, test } from 'vitest'
import type { Notification, NotificationPage } from '@/api/types'
import { withAllRead, withNotification } from './cache'

const notification = (id: string, minute: number, readAt: string | null = null): Notification => ({
  id, kind: 'message.received', workspaceId: 'w', accountId: 'a', subjectId: 's', count: 1, facts: {}, conversationId: 's', contact: null, actor: null, postCaption: null,
  occurredAt: `2026-11-25T12:${String(minute).padStart(2, '0')}:00Z`, readAt,
})
const page = (...items: Notification[]): NotificationPage => ({ items, nextCursor: null, unreadCount: items.filter(({ readAt }) => readAt === null).length })

test('a new one stands first and is counted', () => {
  const after = withNotification(page(notification('1', 1)), notification('2', 2))

  expect(after.items.map(({ id }) => id)).toEqual(['2', '1'])
  expect(after.unreadCount).toBe(2)
})

test('one that comes again moves up and is counted once', () => {
  const after = withNotification(page(notification('2', 2), notification('1', 1)), notification('1', 3))

  expect(after.items.map(({ id }) => id)).toEqual(['1', '2'])
  expect(after.unreadCount).toBe(2)
})

test('one that is read counts no more, and counts again when it comes back', () => {
  const read = withNotification(page(notification('1', 1)), notification('1', 1, '2026-11-25T12:05:00Z'))

  expect(read.unreadCount).toBe(0)
  expect(withNotification(read, notification('1', 9)).unreadCount).toBe(1)
})

test('all that had come by then are read, and what has come since is not', () => {
  const after = withAllRead(page(notification('2', 9), notification('1', 1)), '2026-11-25T12:05:00Z')

  expect(after.items.map(({ readAt }) => readAt)).toEqual([null, '2026-11-25T12:05:00Z'])
  expect(after.unreadCount).toBe(1)
})
