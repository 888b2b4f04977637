import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { WebhookDraft } from '@/api/types'

export const webhooksQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['webhooks', workspaceId] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces/{workspaceId}/webhooks', { params: { path: { workspaceId } }, signal })),
    refetchInterval: 30_000,
  })

export type DeliveryState = 'all' | 'waiting' | 'delivered' | 'failed'

export const deliveriesQuery = (workspaceId: string, webhookId: string, state: DeliveryState) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', workspaceId, webhookId, 'deliveries', state] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/workspaces/{workspaceId}/webhooks/{webhookId}/deliveries', {
        params: { path: { workspaceId, webhookId }, query: { state: state === 'all' ? undefined : state, limit: 20, cursor: pageParam ?? undefined } }, signal,
      })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 5_000,
  })

/** Of a test: asked for until it has an end. */
export const deliveryQuery = (workspaceId: string, webhookId: string, deliveryId: string) =>
  queryOptions({
    queryKey: ['webhooks', workspaceId, webhookId, 'delivery', deliveryId] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces/{workspaceId}/webhooks/{webhookId}/deliveries/{deliveryId}', { params: { path: { workspaceId, webhookId, deliveryId } }, signal })),
    refetchInterval: (query) => (query.state.data?.endedAt ? false : 1_000),
  })

function useWebhookChange<TVariables, TData>(workspaceId: string, mutationFn: (variables: TVariables) => Promise<TData>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: ['webhooks', workspaceId] }) })
}

export const useAddWebhook = (workspaceId: string) =>
  useWebhookChange(workspaceId, (body: WebhookDraft) => unwrap(api.POST('/api/workspaces/{workspaceId}/webhooks', { params: { path: { workspaceId } }, body })))

export const useChangeWebhook = (workspaceId: string, webhookId: string) =>
  useWebhookChange(workspaceId, (body: Partial<WebhookDraft> & { allAccounts?: boolean; enabled?: boolean }) =>
    unwrap(api.PATCH('/api/workspaces/{workspaceId}/webhooks/{webhookId}', { params: { path: { workspaceId, webhookId } }, body })))

export const useDeleteWebhook = (workspaceId: string, webhookId: string) =>
  useWebhookChange(workspaceId, () => unwrap(api.DELETE('/api/workspaces/{workspaceId}/webhooks/{webhookId}', { params: { path: { workspaceId, webhookId } } })))

export const useNewSecret = (workspaceId: string, webhookId: string) =>
  useWebhookChange(workspaceId, () => unwrap(api.POST('/api/workspaces/{workspaceId}/webhooks/{webhookId}/secret', { params: { path: { workspaceId, webhookId } } })))

export const useTestWebhook = (workspaceId: string, webhookId: string) =>
  useWebhookChange(workspaceId, () => unwrap(api.POST('/api/workspaces/{workspaceId}/webhooks/{webhookId}/test', { params: { path: { workspaceId, webhookId } } })))

export const useRedeliver = (workspaceId: string, webhookId: string) =>
  useWebhookChange(workspaceId, (deliveryId: string) =>
    unwrap(api.POST('/api/workspaces/{workspaceId}/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver', { params: { path: { workspaceId, webhookId, deliveryId } } })))
