import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { accountsQuery, within } from '@/api/accounts'
import { usePlace } from '@/api/place'
import { Comments } from '@/features/comments/Comments'
import { countsQuery } from '@/features/comments/queries'
import { useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function CommentsPage() {
  const { comments, common } = useTexts().texts
  const { postId } = useParams()
  const { data: accounts = [] } = useQuery(accountsQuery)
  const { data: counts = [] } = useQuery(countsQuery)
  const here = within(accounts, usePlace())
  const unread = counts.filter(({ accountId }) => here.some(({ id }) => id === accountId)).reduce((sum, { unreadCount }) => sum + unreadCount, 0)
  useDocumentTitle(`${unread > 0 ? `(${unread}) ` : ''}${comments.title} · ${common.appName}`)
  return <Comments postId={postId} accounts={accounts} />
}
