import { Select, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import { workspacesQuery } from '@/api/workspaces'
import { accountsQuery } from '@/features/accounts/queries'
import { Webhooks } from '@/features/webhooks/Webhooks'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function WebhooksPage() {
  const { webhooks, common } = useTexts().texts
  const user = useUser()
  const { data: workspaces, error, refetch } = useQuery(workspacesQuery)
  const { data: accounts } = useQuery(accountsQuery)
  const [params, change] = useSearch()
  const chosen = params.get('workspace')
  const workspace = workspaces?.find(({ id }) => id === chosen) ?? workspaces?.[0]
  useDocumentTitle(`${webhooks.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={webhooks.title} subtitle={webhooks.subtitle} />
      <Stack maw={860} gap="lg">
        {workspaces && workspaces.length > 1 && (
          <Select label={webhooks.workspace} maw={360} allowDeselect={false} value={workspace?.id ?? null} onChange={(id) => change({ workspace: id ?? undefined })} data={workspaces.map(({ id, name }) => ({ value: id, label: name }))} />
        )}
        {workspace && accounts
          ? <Webhooks key={workspace.id} workspaceId={workspace.id} accounts={accounts.filter((account) => account.workspaceId === workspace.id)} zone={user.timezone} />
          : error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={200} radius={14} />}
      </Stack>
    </div>
  )
}
