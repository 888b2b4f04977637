import { SegmentedControl } from '@mantine/core'
import { useUser } from '@/api/session'
import { OwnActivity } from '@/features/activity/OwnActivity'
import { WorkspaceActivity } from '@/features/activity/WorkspaceActivity'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { OfOneWorkspace } from './OfOneWorkspace'

export function ActivityPage() {
  const { activity, common } = useTexts().texts
  const { timezone } = useUser()
  const [params, change] = useSearch()
  useDocumentTitle(`${activity.title} · ${common.appName}`)
  const own = params.get('of') === 'own'
  return (
    <div className="page">
      <PageHeader title={activity.title} subtitle={activity.subtitle} />
      <SegmentedControl
        aria-label={activity.scope} mb="md" value={own ? 'own' : 'workspace'} onChange={(of) => change({ of: of === 'own' ? of : undefined })}
        data={[{ value: 'workspace', label: activity.workspace }, { value: 'own', label: activity.mine }]}
      />
      {own ? <OwnActivity zone={timezone} />
        : <OfOneWorkspace>{({ id, role }) => <WorkspaceActivity key={id} workspaceId={id} mayRead={['owner', 'admin'].includes(role)} zone={timezone} />}</OfOneWorkspace>}
    </div>
  )
}
