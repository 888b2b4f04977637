import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { accountsQuery, within } from '@/api/accounts'
import { usePlace } from '@/api/place'
import { Inbox } from '@/features/inbox/Inbox'
import { useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function InboxPage() {
  const { common } = useTexts().texts
  const { conversationId } = useParams()
  const { data: accounts = [] } = useQuery(accountsQuery)
  const unread = within(accounts, usePlace()).reduce((sum, { unreadCount }) => sum + unreadCount, 0)
  useDocumentTitle(`${unread > 0 ? `(${unread}) ` : ''}${common.inbox} · ${common.appName}`)
  return <Inbox conversationId={conversationId} accounts={accounts} />
}
