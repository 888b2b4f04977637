import { Anchor, Button, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useMay } from '@/api/workspaces'
import { errorText, useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { useEraseContact } from './queries'

/** For a customer who wants to be forgotten. There is no way back, so the name is typed. */
export function EraseContact({ contactId, workspaceId, name }: { contactId: string; workspaceId: string; name: string }) {
  const { texts } = useTexts()
  const { privacy, common } = texts
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const erase = useEraseContact()
  const navigate = useNavigate()
  const may = useMay('privacy:write', workspaceId)
  const close = () => {
    setAsking(false)
    setTyped('')
  }
  const confirm = () => erase.mutate(contactId, {
    // Notifications are drawn outside of the router, where its own links cannot be.
    onSuccess: ({ code }) => {
      notifications.show({ message: <>{privacy.contactErasing(name)} <Anchor href={`/data-deletion/${code}`} size="sm" underline="always">{privacy.seeStatus}</Anchor></>, color: 'violet', autoClose: 12_000 })
      void navigate('/inbox')
    },
    onError: (error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
    onSettled: close,
  })
  if (!may) return null
  return (
    <>
      <Button variant="subtle" color="red" size="xs" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>{privacy.eraseContact}</Button>
      <ConfirmDialog
        opened={asking} title={privacy.eraseContactTitle(name)} text={privacy.eraseContactText} confirm={privacy.eraseForGood} cancel={common.cancel} pending={erase.isPending}
        ready={typed.trim() === name} onClose={close} onConfirm={confirm}
      ><TextInput mt="md" label={privacy.typeName(name)} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" /></ConfirmDialog>
    </>
  )
}
