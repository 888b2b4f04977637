import { Skeleton } from '@mantine/core'
import { IconAt } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { AccountFilter } from '@/features/accounts/AccountFilter'
import { accountsQuery } from '@/features/accounts/queries'
import { Automation } from '@/features/automation/Automation'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

/** Rules belong to one account: the chosen one, or the only one. */
export function AutomationPage() {
  const { texts } = useTexts()
  const { automation, common } = texts
  const chosen = useSearchParams()[0].get('account')
  const { data: accounts, error, refetch } = useQuery(accountsQuery)
  useDocumentTitle(`${automation.title} · ${common.appName}`)
  const account = accounts?.find(({ id }) => id === chosen) ?? (accounts?.length === 1 ? accounts[0] : undefined)
  return (
    <div className="page">
      <PageHeader title={automation.title} subtitle={automation.subtitle} />
      {!accounts ? error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={320} radius={14} />
        : account ? <Automation key={account.id} account={account} />
        : <EmptyState icon={IconAt} title={automation.pickTitle} text={accounts.length === 0 ? automation.noAccounts : automation.pickText}>{accounts.length > 0 && <AccountFilter accounts={accounts} />}</EmptyState>}
    </div>
  )
}
