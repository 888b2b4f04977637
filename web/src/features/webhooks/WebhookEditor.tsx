import { Button, Checkbox, Group, Modal, Radio, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { ApiError } from '@/api/problem'
import type { Account, Webhook } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import { useAddWebhook, useChangeWebhook } from './queries'

type Props = {
  workspaceId: string
  /** Null for a new one. */
  webhook: Webhook | null
  kinds: readonly string[]
  accounts: readonly Account[]
  onSecret: (secret: string) => void
  onClose: () => void
}

export function WebhookEditor({ workspaceId, webhook, kinds, accounts, onSecret, onClose }: Props) {
  const { webhooks, common } = useTexts().texts
  const isTop = useIsTop(true)
  const [add, change] = [useAddWebhook(workspaceId), useChangeWebhook(workspaceId, webhook?.id ?? '')]
  const [url, setUrl] = useState(webhook?.url ?? 'https://')
  const [description, setDescription] = useState(webhook?.description ?? '')
  const [chosen, setChosen] = useState<string[]>(webhook?.kinds ?? ['message.received', 'comment.received'])
  const [scope, setScope] = useState(webhook?.accountIds ? 'some' : 'all')
  const [some, setSome] = useState<string[]>(webhook?.accountIds ?? [])
  const [checked, setChecked] = useState(false)
  const pending = add.isPending || change.isPending
  const error = add.error ?? change.error
  const wrongUrl = error instanceof ApiError ? error.field('url') : undefined
  // What has been disconnected meanwhile is not asked for again.
  const known = some.filter((id) => accounts.some((account) => account.id === id))
  const wrong = { kinds: chosen.length === 0, accounts: scope === 'some' && known.length === 0 }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (pending || wrong.kinds || wrong.accounts) return
    const draft = { url: url.trim(), description: description.trim(), kinds: chosen }
    if (webhook) change.mutate(scope === 'all' ? { ...draft, allAccounts: true } : { ...draft, accountIds: known }, { onSuccess: onClose })
    else add.mutate(scope === 'all' ? draft : { ...draft, accountIds: known }, {
      onSuccess: ({ secret }) => {
        onClose()
        onSecret(secret)
      },
    })
  }
  return (
    <Modal opened onClose={onClose} closeOnEscape={isTop} size="lg" title={<Text fw={650} size="lg">{webhook ? webhooks.editorChange : webhooks.editorNew}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {error && !wrongUrl && <ErrorAlert error={error} />}
          <TextInput label={webhooks.url} description={webhooks.urlHelp} type="url" inputMode="url" required withAsterisk={false} maxLength={2000} error={wrongUrl && webhooks.urlWrong} value={url} onChange={(event) => setUrl(event.currentTarget.value)} data-autofocus />
          <TextInput label={webhooks.description} maxLength={200} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          <Checkbox.Group label={webhooks.which} value={chosen} onChange={setChosen} error={checked && wrong.kinds && webhooks.needKinds}>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">{kinds.map((kind) => <Checkbox key={kind} value={kind} label={webhooks.kinds[kind] ?? kind} />)}</SimpleGrid>
          </Checkbox.Group>
          <Radio.Group label={webhooks.whichAccounts} value={scope} onChange={setScope}>
            <Stack gap="xs" mt="xs">
              <Radio value="all" label={webhooks.allAccounts} description={webhooks.allAccountsHelp} />
              <Radio value="some" label={webhooks.chosenAccounts} disabled={accounts.length === 0} />
            </Stack>
          </Radio.Group>
          {scope === 'some' && (
            <Checkbox.Group aria-label={webhooks.chosenAccounts} value={known} onChange={setSome} error={checked && wrong.accounts && webhooks.needAccounts} ml="xl">
              <Stack gap="xs">{accounts.map((account) => <Checkbox key={account.id} value={account.id} label={`@${account.username}`} />)}</Stack>
            </Checkbox.Group>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{common.cancel}</Button>
            <Button type="submit" loading={pending}>{webhook ? webhooks.save : webhooks.create}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
