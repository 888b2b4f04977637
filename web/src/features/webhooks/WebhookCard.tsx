import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { Account, Webhook } from '@/api/types'
import { dateAndTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import { Deliveries } from './Deliveries'
import { deliveryQuery, useChangeWebhook, useDeleteWebhook, useNewSecret, useTestWebhook } from './queries'
import { whyOf } from './words'

type Props = { webhook: Webhook; accounts: readonly Account[]; zone: string; onEdit: () => void; onSecret: (secret: string) => void }

export function WebhookCard({ webhook, accounts, zone, onEdit, onSecret }: Props) {
  const { texts, locale } = useTexts()
  const { webhooks } = texts
  const { id, workspaceId } = webhook
  const heading = useId()
  const [asked, setAsked] = useState<'off' | 'remove' | 'rotate' | null>(null)
  const [open, setOpen] = useState(false)
  const [change, remove, rotate, test] = [useChangeWebhook(workspaceId, id), useDeleteWebhook(workspaceId, id), useNewSecret(workspaceId, id), useTestWebhook(workspaceId, id)]
  const host = URL.canParse(webhook.url) ? new URL(webhook.url).host : webhook.url
  const when = (at: string) => dateAndTime(at, locale, zone)
  const error = change.error ?? remove.error ?? rotate.error ?? test.error
  const action = (label: string, onClick: () => void, loading = false) => (
    <Button key={label} variant="default" size="xs" aria-label={webhooks.of(label, host)} loading={loading} onClick={onClick}>{label}</Button>
  )
  const ask = { onClose: () => setAsked(null), cancel: texts.common.cancel }
  return (
    <section className="card" aria-labelledby={heading}>
      <Stack p="lg" gap="sm" align="stretch">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Title order={2} size="h4" id={heading}>{webhook.description || host}</Title>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{webhook.url}</Text>
          </div>
          <State webhook={webhook} />
        </Group>
        {webhook.offReason === 'failing' && <Alert color="red">{webhooks.offFailing}</Alert>}
        {webhook.enabled && webhook.failingSince && <Alert color="orange">{webhooks.failingSince(when(webhook.failingSince))}</Alert>}
        <Text size="sm">{webhook.kinds.map((kind) => webhooks.kinds[kind] ?? kind).join(' · ')}</Text>
        <Text size="sm" c="dimmed">
          {[accountsOf(webhook, accounts, webhooks), webhook.deliveredAt ? webhooks.deliveredAt(when(webhook.deliveredAt)) : webhooks.neverDelivered].join(' · ')}
          {webhook.previousSecretUntil && ` · ${webhooks.previousSecret(when(webhook.previousSecretUntil))}`}
        </Text>
        {error && <ErrorAlert error={error} />}
        {test.data && <TestResult webhook={webhook} deliveryId={test.data.id} />}
        <Group gap="xs">
          {action(webhooks.test, () => test.mutate(undefined), test.isPending)}
          {action(webhooks.edit, onEdit)}
          {action(webhooks.newSecret, () => setAsked('rotate'))}
          {webhook.enabled ? action(webhooks.switchOff, () => setAsked('off')) : action(webhooks.switchOn, () => change.mutate({ enabled: true }), change.isPending)}
          {action(webhooks.remove, () => setAsked('remove'))}
          <Button variant="subtle" size="xs" aria-expanded={open} aria-label={webhooks.of(open ? webhooks.hideDeliveries : webhooks.showDeliveries, host)} onClick={() => setOpen(!open)}>
            {open ? webhooks.hideDeliveries : webhooks.showDeliveries}
          </Button>
        </Group>
        {open && <Deliveries webhook={webhook} zone={zone} />}
      </Stack>
      <ConfirmDialog
        {...ask} opened={asked === 'off'} title={webhooks.offTitle} text={webhooks.offText} confirm={webhooks.switchOff} pending={change.isPending}
        onConfirm={() => change.mutate({ enabled: false }, { onSettled: ask.onClose })}
      />
      <ConfirmDialog
        {...ask} opened={asked === 'remove'} title={webhooks.removeTitle} text={webhooks.removeText} confirm={webhooks.remove} pending={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: ask.onClose })}
      />
      <ConfirmDialog
        {...ask} opened={asked === 'rotate'} title={webhooks.rotateTitle} text={webhooks.rotateText} confirm={webhooks.rotateConfirm} pending={rotate.isPending}
        onConfirm={() => rotate.mutate(undefined, { onSuccess: ({ secret }) => onSecret(secret), onSettled: ask.onClose })}
      />
    </section>
  )
}

function State({ webhook }: { webhook: Webhook }) {
  const { webhooks } = useTexts().texts
  if (!webhook.enabled) return <StatusBadge tone={webhook.offReason === 'failing' ? 'red' : 'grey'}>{webhooks.off}</StatusBadge>
  return webhook.failingSince ? <StatusBadge tone="orange">{webhooks.failing}</StatusBadge> : <StatusBadge tone="green">{webhooks.on}</StatusBadge>
}

function TestResult({ webhook, deliveryId }: { webhook: Webhook; deliveryId: string }) {
  const { webhooks } = useTexts().texts
  const { data } = useQuery(deliveryQuery(webhook.workspaceId, webhook.id, deliveryId))
  if (!data?.endedAt) return <Alert color="blue" role="status">{webhooks.testSending}</Alert>
  return data.state === 'delivered'
    ? <Alert color="green" role="status">{webhooks.testArrived(data.statusCode ?? 200, data.milliseconds ?? 0)}</Alert>
    : <Alert color="red" role="alert">{webhooks.testFailed(whyOf(data, webhooks))}{data.excerpt && <Text size="xs" mt={4} style={{ overflowWrap: 'anywhere' }}>{data.excerpt}</Text>}</Alert>
}

function accountsOf(webhook: Webhook, accounts: readonly Account[], words: { allAccounts: string; noAccounts: string; someAccounts: (names: string) => string }): string {
  if (!webhook.accountIds) return words.allAccounts
  const names = accounts.filter(({ id }) => webhook.accountIds?.includes(id)).map(({ username }) => `@${username}`)
  return names.length === 0 ? words.noAccounts : words.someAccounts(names.join(', '))
}
