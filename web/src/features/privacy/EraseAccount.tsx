import { Anchor, Button, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { errorText, useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { useEraseAccount } from './queries'

/** For an account that does not come back: its conversations, comments and posts go with it. */
export function EraseAccount({ accountId, username }: { accountId: string; username: string }) {
  const { texts } = useTexts()
  const { privacy, common } = texts
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const erase = useEraseAccount()
  const close = () => {
    setAsking(false)
    setTyped('')
  }
  const confirm = () => erase.mutate(accountId, {
    // Notifications are drawn outside of the router, where its own links cannot be.
    onSuccess: ({ code }) => notifications.show({ message: <>{privacy.accountErasing(username)} <Anchor href={`/data-deletion/${code}`} size="sm" underline="always">{privacy.seeStatus}</Anchor></>, color: 'violet', autoClose: 12_000 }),
    onError: (error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
    onSettled: close,
  })
  return (
    <>
      <Button size="sm" variant="subtle" color="red" leftSection={<IconTrash size={17} />} onClick={() => setAsking(true)}>{privacy.eraseAccount}</Button>
      <ConfirmDialog
        opened={asking} title={privacy.eraseAccountTitle(username)} text={privacy.eraseAccountText} confirm={privacy.eraseForGood} cancel={common.cancel} pending={erase.isPending}
        ready={typed.trim().replace(/^@/, '') === username} onClose={close} onConfirm={confirm}
      ><TextInput mt="md" label={privacy.typeName(username)} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" /></ConfirmDialog>
    </>
  )
}
