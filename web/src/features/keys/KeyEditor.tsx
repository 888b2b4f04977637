import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { Account, ApiKey, ApiKeyList } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import { AccountsField } from './AccountsField'
import { endOf, lives } from './lives'
import { useAddKey, useChangeKey } from './queries'

/** `apiKey`: null for a new one. Of one that is there, what it is called and which accounts it sees can be changed; what it may do cannot. */
type Props = { workspaceId: string; apiKey: ApiKey | null; accounts: readonly Account[]; can: ApiKeyList; onMade: (text: string) => void; onClose: () => void }

export function KeyEditor({ workspaceId, apiKey, accounts, can, onMade, onClose }: Props) {
  const { keys, common, crm } = useTexts().texts
  const isTop = useIsTop(true)
  const [add, change] = [useAddKey(workspaceId), useChangeKey(workspaceId)]
  const [name, setName] = useState(apiKey?.name ?? '')
  const [scopes, setScopes] = useState<string[]>(apiKey?.scopes ?? [])
  const [days, setDays] = useState<number>(365)
  // What has gone meanwhile is not asked for again.
  const [chosen, setChosen] = useState(apiKey?.accounts?.filter((id) => accounts.some((account) => account.id === id)) ?? null)
  const [checked, setChecked] = useState(false)
  const whole = scopes.some((scope) => can.wholeWorkspaceScopes.includes(scope))
  const wrong = { name: name.trim().length < 2, scopes: scopes.length === 0, accounts: chosen !== null && (whole ? keys.wholeOnly : chosen.length === 0 && keys.needAccounts) }
  const error = add.error ?? change.error
  const pending = add.isPending || change.isPending

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (pending || wrong.name || wrong.scopes || wrong.accounts) return
    if (apiKey) change.mutate({ keyId: apiKey.id, name: name.trim(), ...(chosen ? { restricted: true, accounts: chosen } : { restricted: false }) }, { onSuccess: onClose })
    else add.mutate({ name: name.trim(), scopes, expiresAt: endOf(days, Date.now()), accounts: chosen }, {
      onSuccess: ({ text }) => {
        onClose()
        onMade(text)
      },
    })
  }
  return (
    <Modal opened onClose={onClose} closeOnEscape={isTop} size="lg" title={<Text fw={650} size="lg">{apiKey ? keys.changeTitle : keys.editorTitle}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {error && <ErrorAlert error={error} />}
          <TextInput
            label={keys.name} description={keys.nameHelp} required withAsterisk={false} maxLength={100} error={checked && wrong.name && keys.needName} value={name} onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          {!apiKey && (
            <Checkbox.Group label={keys.which} description={keys.whichHelp} value={scopes} onChange={setScopes} error={checked && wrong.scopes && keys.needScopes}>
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" my="xs">{can.availableScopes.map((scope) => <Checkbox key={scope} value={scope} label={keys.scopes[scope] ?? scope} description={scope} />)}</SimpleGrid>
            </Checkbox.Group>
          )}
          <AccountsField accounts={accounts} chosen={chosen} whole={whole} error={(checked || whole) && wrong.accounts} onChange={setChosen} />
          {!apiKey && (
            <Select
              label={keys.life} maw={260} allowDeselect={false} value={String(days)} onChange={(value) => setDays(Number(value))} data={lives.map((life) => ({ value: String(life), label: life === 0 ? keys.lifeEndless : keys.lifeDays(life) }))}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{common.cancel}</Button>
            <Button type="submit" loading={pending}>{apiKey ? crm.save : keys.create}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
