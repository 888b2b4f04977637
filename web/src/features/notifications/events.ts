import type { QueryClient } from '@tanstack/react-query'
import type { Notification } from '@/api/types'
import { soon } from '@/lib/soon'
import { putNotification, readAll } from './cache'

/** What the hub tells: shown at once, and asked for again, once, since hints may be lost. */
export function applyNotification(client: QueryClient, notification: Notification) {
  putNotification(client, notification)
  askAgain(client)
}

/** All were read in another window. */
export function applyNotificationsRead(client: QueryClient, until: string) {
  readAll(client, until)
  askAgain(client)
}

const askAgain = (client: QueryClient) => soon('notifications', () => void client.invalidateQueries({ queryKey: ['notifications'], predicate: ({ queryKey }) => queryKey[1] !== 'preferences' }))

/** Those that nothing else on the page shows as they come: they are put before people. */
export const isUrgent = ({ kind, readAt }: Notification) =>
  readAt === null && ['conversation.assigned', 'message.held', 'post.failed', 'post.missed', 'post.postponed', 'post.preflight', 'post.needs-approval', 'post.rejected', 'account.token-expiring', 'account.token-expired', 'account.disconnected'].includes(kind)
