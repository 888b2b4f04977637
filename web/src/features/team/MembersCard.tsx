import { Button, Group, MultiSelect, Select, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { Account, Member, WorkspaceDetail } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import { Card } from '@/ui/Card'
import { useChangeMember, useRemoveMember } from './queries'
import { givenBy, isRole, mayBeRestricted, mayChange } from './roles'

type Props = { workspace: WorkspaceDetail; members: readonly Member[]; accounts: readonly Account[]; me: string }

export function MembersCard({ workspace, members, accounts, me }: Props) {
  const { team, common } = useTexts().texts
  const [change, remove] = [useChangeMember(workspace.id), useRemoveMember(workspace.id)]
  const [leaving, setLeaving] = useState<Member | null>(null)
  const manages = workspace.permissions.includes('workspace:write')
  const error = change.error ?? remove.error
  return (
    <Card title={team.membersTitle}>
      {error && <ErrorAlert error={error} />}
      <Stack component="ul" gap="lg" p={0} m={0} style={{ listStyle: 'none' }}>
        {members.map((member) => (
          <MemberItem
            key={member.userId} member={member} own={workspace.role} accounts={accounts} isMe={member.userId === me} pending={change.isPending && change.variables.userId === member.userId}
            editable={manages && member.userId !== me && mayChange(workspace.role, member.role)}
            onChange={(wish) => change.mutate({ userId: member.userId, ...wish })} onRemove={() => setLeaving(member)}
          />
        ))}
      </Stack>
      <ConfirmDialog
        opened={leaving !== null} title={team.removeTitle(leaving?.name ?? '')} text={team.removeSure} confirm={team.remove} cancel={common.cancel} pending={remove.isPending} onClose={() => setLeaving(null)}
        onConfirm={() => leaving && remove.mutate(leaving.userId, { onSettled: () => setLeaving(null) })}
      />
    </Card>
  )
}

type ItemProps = {
  member: Member
  own: string
  accounts: readonly Account[]
  isMe: boolean
  editable: boolean
  pending: boolean
  onChange: (wish: { role?: string; restricted?: boolean; accounts?: string[] }) => void
  onRemove: () => void
}

function MemberItem({ member, own, accounts, isMe, editable, pending, onChange, onRemove }: ItemProps) {
  const { team } = useTexts().texts
  const roleName = isRole(member.role) ? team.roles[member.role] : member.role
  return (
    <Stack component="li" gap="xs">
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs"><Text fw={600}>{member.name}</Text>{isMe && <StatusBadge tone="green">{team.you}</StatusBadge>}</Group>
          <Text size="sm" c="dimmed">{member.email}</Text>
        </div>
        {!editable && <Text>{roleName}</Text>}
        {editable && (
          <Group gap="xs">
            <Select
              aria-label={team.roleOf(member.name)} data={givenBy(own).map((role) => ({ value: role, label: team.roles[role] }))} value={member.role} allowDeselect={false} disabled={pending} w={180}
              onChange={(role) => role && onChange({ role })}
            />
            <Button variant="default" aria-label={team.removeTitle(member.name)} onClick={onRemove}>{team.remove}</Button>
          </Group>
        )}
      </Group>
      {editable && mayBeRestricted(member.role) && accounts.length > 0 && (
        <>
          <Switch
            label={team.allAccounts} aria-label={`${team.allAccounts}: ${member.name}`} checked={member.accounts === null} disabled={pending}
            onChange={(event) => onChange(event.currentTarget.checked ? { restricted: false } : { restricted: true, accounts: [] })}
          />
          {member.accounts && (
            <MultiSelect
              label={team.accountsOf(member.name)} disabled={pending} searchable maw={560} value={[...member.accounts]} onChange={(chosen) => onChange({ restricted: true, accounts: chosen })}
              data={accounts.map((account) => ({ value: account.id, label: account.username ?? account.displayName ?? account.id }))}
            />
          )}
        </>
      )}
    </Stack>
  )
}
