import { useParams } from 'react-router'
import { ChooseAccounts } from '@/features/accounts/ChooseAccounts'
import { useTexts } from '@/texts/Texts'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

/** Where Facebook's page leads back to when several accounts were allowed there. */
export function ChooseAccountsPage() {
  const { choiceId = '' } = useParams()
  const { accounts, common } = useTexts().texts
  useDocumentTitle(`${accounts.choose.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={accounts.choose.title} subtitle={accounts.choose.subtitle} />
      <ChooseAccounts choiceId={choiceId} />
    </div>
  )
}
