import { Anchor, Button, List, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { WorkspaceDetail } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { Card } from '@/ui/Card'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { PasswordField } from '@/ui/PasswordField'
import { useDeleteWorkspace } from './queries'

/** For its owner: what happens is said before, and there is no way back. */
export function DeleteWorkspaceCard({ workspace, email }: { workspace: WorkspaceDetail; email: string }) {
  const { team, common, privacy } = useTexts().texts
  const remove = useDeleteWorkspace(workspace.id)
  const [asking, setAsking] = useState(false)
  const [password, setPassword] = useState('')
  const close = () => {
    setAsking(false)
    setPassword('')
    remove.reset()
  }
  const confirm = () => remove.mutate(password, {
    onSuccess: ({ code }) => {
      close()
      // Notifications are drawn outside of the router, where its own links cannot be.
      notifications.show({ message: <>{team.deleted(workspace.name)} <Anchor href={`/data-deletion/${code}`} size="sm" underline="always">{privacy.seeStatus}</Anchor></>, color: 'violet', autoClose: 12_000 })
    },
  })
  return (
    <Card title={team.deleteTitle}>
      <Text>{team.deleteText}</Text>
      <List spacing={4} size="sm">{team.deleteWhat.map((line) => <List.Item key={line}>{line}</List.Item>)}</List>
      <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setAsking(true)}>{team.deleteBegin}</Button>
      <ConfirmDialog
        opened={asking} title={team.deleteNamed(workspace.name)} text={team.deleteSure} confirm={team.deleteNow} cancel={common.cancel} pending={remove.isPending} ready={password !== ''} onClose={close} onConfirm={confirm}
      ><PasswordField email={email} value={password} error={remove.error} onChange={setPassword} onEnter={confirm} /></ConfirmDialog>
    </Card>
  )
}
