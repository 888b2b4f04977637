import { Button, Group, Skeleton, Stack } from '@mantine/core'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, Webhook } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { webhooksQuery } from './queries'
import { SecretDialog, type NewSecret } from './SecretDialog'
import { WebhookCard } from './WebhookCard'
import { WebhookEditor } from './WebhookEditor'

type Props = { workspaceId: string; accounts: readonly Account[]; zone: string }

export function Webhooks({ workspaceId, accounts, zone }: Props) {
  const { webhooks } = useTexts().texts
  const { data, error, refetch } = useQuery(webhooksQuery(workspaceId))
  const [edited, setEdited] = useState<Webhook | 'new' | null>(null)
  const [secret, setSecret] = useState<NewSecret | null>(null)
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={200} radius={14} />
  const add = <Button leftSection={<IconPlus size={17} />} onClick={() => setEdited('new')}>{webhooks.add}</Button>
  return (
    <Stack gap="lg">
      {data.items.length === 0
        ? <section className="card"><EmptyState icon={IconWebhook} title={webhooks.emptyTitle} text={webhooks.emptyText}>{add}</EmptyState></section>
        : data.items.length < data.limit && <Group>{add}</Group>}
      {data.items.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} accounts={accounts} zone={zone} onEdit={() => setEdited(webhook)} onSecret={(text) => setSecret({ text, replaces: true })} />
      ))}
      {edited && (
        <WebhookEditor
          key={edited === 'new' ? 'new' : edited.id} workspaceId={workspaceId} webhook={edited === 'new' ? null : edited} kinds={data.availableKinds} accounts={accounts}
          onSecret={(text) => setSecret({ text, replaces: false })} onClose={() => setEdited(null)}
        />
      )}
      {secret && <SecretDialog secret={secret} onKept={() => setSecret(null)} />}
    </Stack>
  )
}
