import { Select, Skeleton, Stack } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import { workspacesQuery } from '@/api/workspaces'
import { Keys } from '@/features/keys/Keys'
import { workspaceQuery } from '@/features/team/queries'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function ApiKeysPage() {
  const { keys, common } = useTexts().texts
  const { data, error, refetch } = useQuery(workspacesQuery)
  const [params, change] = useSearch()
  const chosen = params.get('workspace')
  const workspace = data?.find(({ id }) => id === chosen) ?? data?.[0]
  useDocumentTitle(`${keys.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={keys.title} subtitle={keys.subtitle} />
      <Stack maw={860} gap="lg">
        {data && data.length > 1 && (
          <Select label={keys.workspace} maw={360} allowDeselect={false} value={workspace?.id ?? null} onChange={(id) => change({ workspace: id ?? undefined })} data={data.map(({ id, name }) => ({ value: id, label: name }))} />
        )}
        {error && <ErrorAlert error={error} retry={() => void refetch()} />}
        {workspace && <OfWorkspace key={workspace.id} workspaceId={workspace.id} />}
      </Stack>
    </div>
  )
}

function OfWorkspace({ workspaceId }: { workspaceId: string }) {
  const { keys } = useTexts().texts
  const { timezone } = useUser()
  const { data, error, refetch } = useQuery(workspaceQuery(workspaceId))
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={200} radius={14} />
  return data.permissions.includes('keys:write')
    ? <Keys workspaceId={workspaceId} zone={timezone} />
    : <section className="card"><EmptyState icon={IconKey} title={keys.notYoursTitle} text={keys.notYoursText} /></section>
}
