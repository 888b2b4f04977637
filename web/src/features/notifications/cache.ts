import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Notification, NotificationPage } from '@/api/types'

/** The newest first; one that comes again moves up. Pure. */
export function withNotification(page: NotificationPage, notification: Notification): NotificationPage {
  const before = page.items.find(({ id }) => id === notification.id)
  const wasUnread = before !== undefined && before.readAt === null
  const isUnread = notification.readAt === null
  const items = [...page.items.filter(({ id }) => id !== notification.id), notification].sort((a, b) => Date.parse(b.occurredAt) - Date.parse(a.occurredAt))
  // One that is not among the newest and was read elsewhere: the next answer of the API tells the number.
  const unreadCount = Math.max(0, page.unreadCount + (isUnread ? 1 : 0) - (wasUnread ? 1 : 0))
  return { ...page, items, unreadCount }
}

/** Writes a notification, as it is now, wherever it is shown. */
export function putNotification(client: QueryClient, notification: Notification) {
  client.setQueryData<NotificationPage>(['notifications', 'newest'], (page) => page && withNotification(page, notification))
  client.setQueriesData<InfiniteData<NotificationPage>>({ queryKey: ['notifications', 'list'] }, (list) => list && {
    ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map((item) => (item.id === notification.id ? notification : item)) })),
  })
}

/** Read in another window, up to a time. How many are left of those that are not shown, only the next answer of the API tells. Pure. */
export function withAllRead(page: NotificationPage, until: string): NotificationPage {
  const isMeant = (item: Notification) => item.readAt === null && Date.parse(item.occurredAt) <= Date.parse(until)
  const items = page.items.map((item) => (isMeant(item) ? { ...item, readAt: until } : item))
  return { ...page, items, unreadCount: Math.max(0, page.unreadCount - page.items.filter(isMeant).length) }
}

export function readAll(client: QueryClient, until: string) {
  client.setQueryData<NotificationPage>(['notifications', 'newest'], (page) => page && withAllRead(page, until))
  client.setQueriesData<InfiniteData<NotificationPage>>({ queryKey: ['notifications', 'list'] }, (list) => list && { ...list, pages: list.pages.map((page) => withAllRead(page, until)) })
}
