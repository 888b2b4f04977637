import { useQuery } from '@tanstack/react-query'
import { AccountGrid, AccountGridSkeleton, ConnectButton } from '@/features/accounts/AccountGrid'
import { accountsQuery } from '@/features/accounts/queries'
import { ResultBanner } from '@/features/accounts/ResultBanner'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function AccountsPage() {
  const { texts } = useTexts()
  const { data: accounts, error, refetch } = useQuery(accountsQuery)
  useDocumentTitle(`${texts.accounts.title} · ${texts.common.appName}`)
  return (
    <div className="page">
      <PageHeader title={texts.accounts.title} subtitle={texts.accounts.subtitle}>{accounts && accounts.length > 0 && <ConnectButton />}</PageHeader>
      {accounts && <ResultBanner accounts={accounts} />}
      {accounts ? <AccountGrid accounts={accounts} /> : error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <AccountGridSkeleton />}
    </div>
  )
}
