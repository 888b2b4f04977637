import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PasswordField } from '@/ui/PasswordField'
import type { Member, User, WorkspaceDetail } from '@/api/types'
import { Card } from '@/ui/Card'
import { useLeave, useRename, useTransfer } from './queries'

type Props = { workspace: WorkspaceDetail; members: readonly Member[]; me: User }

export function WorkspaceCard({ workspace, members, me }: Props) {
  const { team } = useTexts().texts
  const isOwner = workspace.permissions.includes('workspace:own')
  const others = members.filter(({ userId }) => userId !== me.id)
  return (
    <Card title={team.workspaceTitle}>
      {workspace.permissions.includes('workspace:write') ? <NameForm workspace={workspace} /> : <Text>{workspace.name}</Text>}
      {isOwner ? others.length > 0 && <Transfer workspaceId={workspace.id} others={others} email={me.email} /> : <Leave workspace={workspace} />}
    </Card>
  )
}

function NameForm({ workspace }: { workspace: WorkspaceDetail }) {
  const { team, crm } = useTexts().texts
  const rename = useRename(workspace.id)
  const [name, setName] = useState(workspace.name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() && !rename.isPending) rename.mutate(name.trim())
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {rename.error && <ErrorAlert error={rename.error} />}
        <Group align="flex-end" gap="sm">
          <TextInput label={team.name} maxLength={255} value={name} onChange={(event) => setName(event.currentTarget.value)} flex="1 1 240px" maw={400} />
          <Button type="submit" variant="default" loading={rename.isPending} disabled={!name.trim() || name.trim() === workspace.name}>{crm.save}</Button>
        </Group>
      </Stack>
    </form>
  )
}

function Transfer({ workspaceId, others, email }: { workspaceId: string; others: readonly Member[]; email: string }) {
  const { team, common } = useTexts().texts
  const transfer = useTransfer(workspaceId)
  const [heir, setHeir] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const [password, setPassword] = useState('')
  const close = () => {
    setAsking(false)
    setPassword('')
    transfer.reset()
  }
  const confirm = () => heir && transfer.mutate({ userId: heir, password }, { onSuccess: close })
  const name = others.find(({ userId }) => userId === heir)?.name ?? ''
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="sm">
        <Select label={team.transferTo} description={team.transferText} data={others.map((m) => ({ value: m.userId, label: m.name }))} value={heir} onChange={setHeir} flex="1 1 240px" maw={400} />
        <Button variant="default" disabled={!heir} onClick={() => setAsking(true)}>{team.transfer}</Button>
      </Group>
      <ConfirmDialog
        opened={asking} title={team.transferTitle(name)} text={team.transferSure} confirm={team.transfer} cancel={common.cancel} pending={transfer.isPending} ready={password !== ''}
        onClose={close} onConfirm={confirm}
      ><PasswordField email={email} value={password} error={transfer.error} onChange={setPassword} onEnter={confirm} /></ConfirmDialog>
    </Stack>
  )
}

function Leave({ workspace }: { workspace: WorkspaceDetail }) {
  const { team, common } = useTexts().texts
  const leave = useLeave(workspace.id)
  const [asking, setAsking] = useState(false)
  return (
    <Stack gap="sm" align="flex-start">
      {leave.error && <ErrorAlert error={leave.error} />}
      <Button variant="default" onClick={() => setAsking(true)}>{team.leave}</Button>
      <ConfirmDialog
        opened={asking} title={team.leaveTitle(workspace.name)} text={team.leaveSure} confirm={team.leave} cancel={common.cancel} pending={leave.isPending} onClose={() => setAsking(false)}
        onConfirm={() => leave.mutate(undefined, { onSettled: () => setAsking(false) })}
      />
    </Stack>
  )
}
