import { useQuery } from '@tanstack/react-query'
import { accountsQuery } from '@/api/accounts'
import { Calendar } from '@/features/publishing/Calendar'
import { useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function CalendarPage() {
  const { publishing, common } = useTexts().texts
  const { data: accounts = [] } = useQuery(accountsQuery)
  useDocumentTitle(`${publishing.title} · ${common.appName}`)
  return <Calendar accounts={accounts} />
}
