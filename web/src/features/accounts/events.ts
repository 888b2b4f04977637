import type { QueryClient } from '@tanstack/react-query'
import { accountsQuery } from '@/api/accounts'
import type { AccountEvent } from '@/api/types'
import { soon } from '@/lib/soon'
import { healthQuery } from './queries'

/** Brings accounts up to date. Unread counts are asked for, once however much arrives together. */
export function applyAccountEvent(client: QueryClient, event: AccountEvent) {
  if (event.kind === 'account.changed') {
    // An account.changed event carries this; the document types every payload as any JSON.
    const change = event.payload as { status: string; statusReason: string | null }
    client.setQueryData(accountsQuery.queryKey, (accounts) => accounts?.map((account) => (account.id === event.accountId ? { ...account, ...change } : account)))
    void client.invalidateQueries({ queryKey: healthQuery(event.accountId).queryKey })
  }
  if (event.kind === 'message.status' || event.kind === 'post.changed' || event.kind.startsWith('comment.')) return
  soon('accounts', () => void client.invalidateQueries({ queryKey: accountsQuery.queryKey, exact: true }))
}
