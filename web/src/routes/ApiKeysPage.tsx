import { Skeleton, Stack } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { accountsQuery, within } from '@/api/accounts'
import { useUser } from '@/api/session'
import { Keys } from '@/features/keys/Keys'
import { workspaceQuery } from '@/features/team/queries'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { OfOneWorkspace } from './OfOneWorkspace'

export function ApiKeysPage() {
  const { keys, common } = useTexts().texts
  useDocumentTitle(`${keys.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={keys.title} subtitle={keys.subtitle} />
      <Stack maw={860} gap="lg"><OfOneWorkspace>{({ id }) => <OfWorkspace key={id} workspaceId={id} />}</OfOneWorkspace></Stack>
    </div>
  )
}

function OfWorkspace({ workspaceId }: { workspaceId: string }) {
  const { keys } = useTexts().texts
  const { timezone } = useUser()
  const { data, error, refetch } = useQuery(workspaceQuery(workspaceId))
  const { data: accounts = [] } = useQuery(accountsQuery)
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={200} radius={14} />
  return data.permissions.includes('keys:write')
    ? <Keys workspaceId={workspaceId} accounts={within(accounts, workspaceId)} zone={timezone} />
    : <section className="card"><EmptyState icon={IconKey} title={keys.notYoursTitle} text={keys.notYoursText} /></section>
}
