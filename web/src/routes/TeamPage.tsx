import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { accountsQuery } from '@/api/accounts'
import { membersQuery } from '@/api/members'
import { choosePlace } from '@/api/place'
import { useUser } from '@/api/session'
import { DeleteWorkspaceCard } from '@/features/team/DeleteWorkspaceCard'
import { InvitationsCard } from '@/features/team/InvitationsCard'
import { MembersCard } from '@/features/team/MembersCard'
import { OpenWorkspace } from '@/features/team/OpenWorkspace'
import { workspaceQuery } from '@/features/team/queries'
import { TierCard } from '@/features/team/TierCard'
import { WorkspaceCard } from '@/features/team/WorkspaceCard'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { OfOneWorkspace } from './OfOneWorkspace'

export function TeamPage() {
  const { team, common } = useTexts().texts
  useDocumentTitle(`${team.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={team.title} subtitle={team.subtitle}><OpenWorkspace onOpened={choosePlace} /></PageHeader>
      <Stack maw={760} gap="lg"><OfOneWorkspace>{({ id }) => <Team key={id} workspaceId={id} />}</OfOneWorkspace></Stack>
    </div>
  )
}

function Team({ workspaceId }: { workspaceId: string }) {
  const user = useUser()
  const workspace = useQuery(workspaceQuery(workspaceId))
  const members = useQuery(membersQuery(workspaceId))
  const accounts = useQuery(accountsQuery).data ?? []
  const error = workspace.error ?? members.error
  if (!workspace.data || !members.data) return error ? <ErrorAlert error={error} retry={() => { void workspace.refetch(); void members.refetch() }} /> : <Skeleton height={240} radius={14} />
  return (
    <>
      <MembersCard workspace={workspace.data} members={members.data} accounts={accounts.filter((account) => account.workspaceId === workspaceId)} me={user.id} />
      {workspace.data.permissions.includes('workspace:write') && <InvitationsCard workspace={workspace.data} zone={user.timezone} />}
      {workspace.data.permissions.includes('workspace:write') && <TierCard workspaceId={workspaceId} />}
      <WorkspaceCard key={workspace.data.name} workspace={workspace.data} members={members.data} me={user} />
      {workspace.data.permissions.includes('workspace:own') && <DeleteWorkspaceCard workspace={workspace.data} email={user.email} />}
    </>
  )
}
