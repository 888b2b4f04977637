import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import { workspacesQuery } from '@/api/workspaces'
import { OwnActivity } from '@/features/activity/OwnActivity'
import { WorkspaceActivity } from '@/features/activity/WorkspaceActivity'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

const own = 'own'

export function ActivityPage() {
  const { activity, common } = useTexts().texts
  const { timezone } = useUser()
  const [params, change] = useSearch()
  const { data: workspaces, error, refetch } = useQuery(workspacesQuery)
  useDocumentTitle(`${activity.title} · ${common.appName}`)
  const shown = params.get('of')
  const workspace = shown === own ? undefined : (workspaces?.find(({ id }) => id === shown) ?? workspaces?.[0])
  return (
    <div className="page">
      <PageHeader title={activity.title} subtitle={activity.subtitle} />
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      {workspaces && (
        <>
          <Select
            label={activity.scope} allowDeselect={false} maw={320} mb="md" value={workspace?.id ?? own} onChange={(next) => change({ of: next ?? undefined })}
            data={[...workspaces.map(({ id, name }) => ({ value: id, label: name })), { value: own, label: activity.mine }]}
          />
          {workspace ? <WorkspaceActivity key={workspace.id} workspaceId={workspace.id} mayRead={['owner', 'admin'].includes(workspace.role)} zone={timezone} /> : <OwnActivity zone={timezone} />}
        </>
      )}
    </div>
  )
}
