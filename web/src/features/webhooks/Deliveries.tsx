import { Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Webhook, WebhookDelivery } from '@/api/types'
import { dateAndSeconds } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import { deliveriesQuery, useRedeliver, type DeliveryState } from './queries'
import { whyOf } from './words'

const states: readonly DeliveryState[] = ['all', 'waiting', 'delivered', 'failed']
const tones = { waiting: 'orange', delivered: 'green', failed: 'red' } as const
const toneOf = (state: string) => (state in tones ? tones[state as keyof typeof tones] : 'grey')

export function Deliveries({ webhook, zone }: { webhook: Webhook; zone: string }) {
  const { webhooks } = useTexts().texts
  const [state, setState] = useState<DeliveryState>('all')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(deliveriesQuery(webhook.workspaceId, webhook.id, state))
  const again = useRedeliver(webhook.workspaceId, webhook.id)
  const deliveries = data?.pages.flatMap((page) => page.items)
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs" aria-label={webhooks.filter} value={state} onChange={(value) => setState(states.find((name) => name === value) ?? 'all')} data={states.map((value) => ({ value, label: webhooks.states[value] }))}
        style={{ alignSelf: 'flex-start' }}
      />
      {again.error && <ErrorAlert error={again.error} />}
      {!deliveries && (error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={80} />)}
      {deliveries?.length === 0 && <Text size="sm" c="dimmed">{webhooks.noDeliveries}</Text>}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {deliveries?.map((delivery) => (
          <Delivery
            key={delivery.id} delivery={delivery} zone={zone} mayRepeat={webhook.enabled && delivery.endedAt !== null} pending={again.isPending && again.variables === delivery.id} onRepeat={() => again.mutate(delivery.id)}
          />
        ))}
      </Stack>
      {hasNextPage && <Button variant="default" size="xs" style={{ alignSelf: 'flex-start' }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{webhooks.more}</Button>}
    </Stack>
  )
}

type DeliveryProps = { delivery: WebhookDelivery; zone: string; mayRepeat: boolean; pending: boolean; onRepeat: () => void }

function Delivery({ delivery, zone, mayRepeat, pending, onRepeat }: DeliveryProps) {
  const { texts, locale } = useTexts()
  const { webhooks } = texts
  const what = webhooks.kinds[delivery.kind] ?? delivery.kind
  const when = dateAndSeconds(delivery.createdAt, locale, zone)
  const state: string = delivery.state
  const facts = [whyOf(delivery, webhooks), webhooks.tries(delivery.tries), delivery.nextTryAt && delivery.tries > 0 ? webhooks.nextTry(dateAndSeconds(delivery.nextTryAt, locale, zone)) : '']
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
      <div style={{ minWidth: 0 }}>
        <Group gap="xs"><StatusBadge tone={toneOf(state)}>{states.find((name) => name === state) ? webhooks.states[state as DeliveryState] : state}</StatusBadge><Text size="sm" fw={600}>{what}</Text></Group>
        <Text size="sm" c="dimmed">{[when, ...facts].filter(Boolean).join(' · ')}</Text>
        {delivery.excerpt && <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>{delivery.excerpt}</Text>}
      </div>
      {mayRepeat && <Button variant="default" size="xs" style={{ flexShrink: 0 }} aria-label={webhooks.redeliverOf(what, when)} loading={pending} onClick={onRepeat}>{webhooks.redeliver}</Button>}
    </Group>
  )
}
