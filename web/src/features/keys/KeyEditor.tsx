import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import { endOf, lives } from './lives'
import { useAddKey } from './queries'

type Props = { workspaceId: string; scopes: readonly string[]; onMade: (text: string) => void; onClose: () => void }

export function KeyEditor({ workspaceId, scopes, onMade, onClose }: Props) {
  const { keys, common } = useTexts().texts
  const isTop = useIsTop(true)
  const add = useAddKey(workspaceId)
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  const [days, setDays] = useState<number>(365)
  const [checked, setChecked] = useState(false)
  const wrong = { name: name.trim().length < 2, scopes: chosen.length === 0 }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (add.isPending || wrong.name || wrong.scopes) return
    add.mutate({ name: name.trim(), scopes: chosen, expiresAt: endOf(days, Date.now()) }, {
      onSuccess: ({ text }) => {
        onClose()
        onMade(text)
      },
    })
  }
  return (
    <Modal opened onClose={onClose} closeOnEscape={isTop} size="lg" title={<Text fw={650} size="lg">{keys.editorTitle}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {add.error && <ErrorAlert error={add.error} />}
          <TextInput
            label={keys.name} description={keys.nameHelp} required withAsterisk={false} maxLength={100} error={checked && wrong.name && keys.needName} value={name} onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Checkbox.Group label={keys.which} description={keys.whichHelp} value={chosen} onChange={setChosen} error={checked && wrong.scopes && keys.needScopes}>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" my="xs">{scopes.map((scope) => <Checkbox key={scope} value={scope} label={keys.scopes[scope] ?? scope} description={scope} />)}</SimpleGrid>
          </Checkbox.Group>
          <Select
            label={keys.life} maw={260} allowDeselect={false} value={String(days)} onChange={(value) => setDays(Number(value))} data={lives.map((life) => ({ value: String(life), label: life === 0 ? keys.lifeEndless : keys.lifeDays(life) }))}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{common.cancel}</Button>
            <Button type="submit" loading={add.isPending}>{keys.create}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
