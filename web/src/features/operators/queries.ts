import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ReplayRequest, SignatureAnswer } from '@/api/types'

export const reasons = ['unreadable', 'unknown-account', 'unknown-event', 'failed', 'dashboard-test'] as const
export type Reason = (typeof reasons)[number]
export const isReason = (name: string | null): name is Reason => reasons.some((reason) => reason === name)

export const ranges = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 }
export type Range = keyof typeof ranges

export type DeliveryFilter = { range: Range; state: 'waiting' | 'finished' | null; reason: Reason | null; account: string }

export const journalQuery = queryOptions({
  queryKey: ['operators', 'journal'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/admin/webhooks/journal', { signal })),
  refetchInterval: 15_000,
})

export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: ['operators', 'deliveries', filter] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/admin/webhooks/deliveries', {
          params: {
            query: {
              From: new Date(Date.now() - ranges[filter.range]).toISOString(), State: filter.state ?? undefined, Reason: filter.reason ?? undefined,
              PlatformAccountId: filter.account || undefined, Cursor: pageParam ?? undefined,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export const bodyQuery = (id: string) =>
  queryOptions({
    queryKey: ['operators', 'body', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/admin/webhooks/deliveries/{id}', { params: { path: { id } }, signal })),
    staleTime: Infinity,
  })

export const parkedQuery = (reason: Reason | null) =>
  infiniteQueryOptions({
    queryKey: ['operators', 'parked', reason] as const,
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/admin/webhooks/parked', { params: { query: { Reason: reason ?? undefined, Cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export const replaysQuery = queryOptions({
  queryKey: ['operators', 'replays'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/admin/webhooks/replays', { params: { query: { limit: 20 } }, signal })).then((page) => page.items),
  refetchInterval: (query) => (query.state.data?.some(({ state }) => state === 'running') ? 1_500 : 30_000),
})

export function useStartReplay() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ReplayRequest) => unwrap(api.POST('/api/admin/webhooks/replay', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: ['operators'] }),
  })
}

export function useCancelReplay() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/api/admin/webhooks/replays/{id}/cancel', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: replaysQuery.queryKey }),
  })
}

export const useCheckSignature = () =>
  useMutation<SignatureAnswer, Error, { body: string; signature: string }>({ mutationFn: (body) => unwrap(api.POST('/api/admin/webhooks/verify', { body })) })
