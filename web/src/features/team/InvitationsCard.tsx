import { Alert, Button, Group, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { WorkspaceDetail } from '@/api/types'
import { isEmail } from '@/lib/email'
import { dateAndTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import { Card } from '@/ui/Card'
import { invitationsQuery, useInvite, useResend, useRevoke } from './queries'
import { givenBy, isRole } from './roles'

/** For whoever may invite: the list is theirs alone. */
export function InvitationsCard({ workspace, zone }: { workspace: WorkspaceDetail; zone: string }) {
  const { texts, locale } = useTexts()
  const { team } = texts
  const { data, error, refetch } = useQuery(invitationsQuery(workspace.id))
  const [resend, revoke] = [useResend(workspace.id), useRevoke(workspace.id)]
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={160} radius={14} />
  return (
    <Card title={team.invitationsTitle}>
      <InviteForm workspace={workspace} />
      {(resend.error ?? revoke.error) && <ErrorAlert error={resend.error ?? revoke.error} />}
      {resend.isSuccess && <Alert color="green" role="status">{team.resent}</Alert>}
      {data.length > 0 && (
        <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: 'none' }}>
          {data.map(({ id, email, role, expired, expiresAt }) => (
            <Group component="li" key={id} justify="space-between" gap="sm">
              <div>
                <Group gap="xs"><Text fw={600}>{email}</Text>{expired && <StatusBadge tone="orange">{team.expired}</StatusBadge>}</Group>
                <Text size="sm" c="dimmed">{[isRole(role) ? team.roles[role] : role, !expired && team.until(dateAndTime(expiresAt, locale, zone))].filter(Boolean).join(' · ')}</Text>
              </div>
              <Group gap="xs">
                <Button variant="default" size="xs" aria-label={team.resendTo(email)} loading={resend.isPending && resend.variables === id} onClick={() => resend.mutate(id)}>{team.resend}</Button>
                <Button variant="default" size="xs" aria-label={team.revokeOf(email)} loading={revoke.isPending && revoke.variables === id} onClick={() => revoke.mutate(id)}>{team.revoke}</Button>
              </Group>
            </Group>
          ))}
        </Stack>
      )}
    </Card>
  )
}

function InviteForm({ workspace }: { workspace: WorkspaceDetail }) {
  const { team, identity } = useTexts().texts
  const invite = useInvite(workspace.id)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<string>('agent')
  const [checked, setChecked] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (invite.isPending || !isEmail(email)) return
    invite.mutate({ email: email.trim(), role }, { onSuccess: () => { setEmail(''); setChecked(false) } })
  }
  return (
    <form onSubmit={submit} noValidate aria-label={team.invite}>
      <Stack gap="sm">
        {invite.error && <ErrorAlert error={invite.error} />}
        {invite.isSuccess && <Alert color="green" role="status">{team.invited(invite.variables.email)}</Alert>}
        <Group align="flex-start" gap="sm">
          <TextInput
            label={identity.email} type="email" autoComplete="off" value={email} onChange={(event) => setEmail(event.currentTarget.value)} flex="1 1 240px"
            error={checked && !isEmail(email) && identity.emailInvalid}
          />
          <Select
            label={team.role} data={givenBy(workspace.role).map((given) => ({ value: given, label: team.roles[given] }))} value={role} allowDeselect={false} w={200}
            onChange={(chosen) => chosen && setRole(chosen)}
          />
        </Group>
        {isRole(role) && <Text size="sm" c="dimmed">{team.roleTexts[role]}</Text>}
        <Button type="submit" loading={invite.isPending} style={{ alignSelf: 'flex-start' }}>{team.invite}</Button>
      </Stack>
    </form>
  )
}
