import { Button, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import { useOpenWorkspace } from './queries'

/** Another workspace, for another client or brand: with accounts and people of its own. */
export function OpenWorkspace({ onOpened }: { onOpened: (id: string) => void }) {
  const { team, common } = useTexts().texts
  const open = useOpenWorkspace()
  const [asking, setAsking] = useState(false)
  const [name, setName] = useState('')
  const close = () => {
    setAsking(false)
    setName('')
    open.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim() || open.isPending) return
    open.mutate(name.trim(), { onSuccess: ({ id }) => { close(); onOpened(id) } })
  }
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>{team.open}</Button>
      <Modal opened={asking} onClose={close} closeOnEscape={useIsTop(asking)} closeButtonProps={{ 'aria-label': common.close }} title={<Text fw={650} size="lg">{team.open}</Text>} centered>
        <form onSubmit={submit}>
          <Stack>
            {open.error && <ErrorAlert error={open.error} />}
            <TextInput label={team.name} description={team.openText} maxLength={255} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
            <Button type="submit" loading={open.isPending} disabled={!name.trim()} style={{ alignSelf: 'flex-end' }}>{team.openNow}</Button>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
