import type { QueryClient } from '@tanstack/react-query'
import type { Notification } from '@/api/types'
import { soon } from '@/lib/soon'
import { putNotification } from './cache'

/** What the hub tells: shown at once, and asked for again, once, since hints may be lost. */
export function applyNotification(client: QueryClient, notification: Notification) {
  putNotification(client, notification)
  soon('notifications', () => void client.invalidateQueries({ queryKey: ['notifications'], predicate: ({ queryKey }) => queryKey[1] !== 'preferences' }))
}

/** Those that nothing else on the page shows as they come: they are put before people. */
export const isUrgent = ({ kind, readAt }: Notification) =>
  readAt === null && ['conversation.assigned', 'post.failed', 'post.missed', 'post.preflight', 'post.needs-approval', 'post.rejected', 'account.token-expired', 'account.disconnected'].includes(kind)
