import { useQuery } from '@tanstack/react-query'
import { accountsQuery, within } from '@/api/accounts'
import { usePlace } from '@/api/place'
import { AccountGrid, AccountGridSkeleton } from '@/features/accounts/AccountGrid'
import { ConnectButton } from '@/features/accounts/ConnectButton'
import { ResultBanner } from '@/features/accounts/ResultBanner'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function AccountsPage() {
  const { texts } = useTexts()
  const { data: accounts, error, refetch } = useQuery(accountsQuery)
  const place = usePlace()
  const here = accounts && within(accounts, place)
  useDocumentTitle(`${texts.accounts.title} · ${texts.common.appName}`)
  return (
    <div className="page">
      <PageHeader title={texts.accounts.title} subtitle={texts.accounts.subtitle}>{here && here.length > 0 && <ConnectButton />}</PageHeader>
      {accounts && <ResultBanner accounts={accounts} />}
      {here ? <AccountGrid accounts={here} /> : error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <AccountGridSkeleton />}
    </div>
  )
}
