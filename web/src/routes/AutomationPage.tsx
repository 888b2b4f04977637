import { Skeleton } from '@mantine/core'
import { IconAt } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { accountsQuery, within } from '@/api/accounts'
import { usePlace } from '@/api/place'
import { AccountFilter } from '@/features/accounts/AccountFilter'
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
  const here = within(accounts ?? [], usePlace())
  useDocumentTitle(`${automation.title} · ${common.appName}`)
  const account = accounts?.find(({ id }) => id === chosen) ?? (here.length === 1 ? here[0] : undefined)
  return (
    <div className="page">
      <PageHeader title={automation.title} subtitle={automation.subtitle} />
      {!accounts ? error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={320} radius={14} />
        : account ? <Automation key={account.id} account={account} />
        : <EmptyState icon={IconAt} title={automation.pickTitle} text={here.length === 0 ? automation.noAccounts : automation.pickText}>{here.length > 0 && <AccountFilter accounts={here} />}</EmptyState>}
    </div>
  )
}
