import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Slot } from '@/api/types'

export const slotsQuery = (accountId: string) =>
  queryOptions({ queryKey: ['slots', accountId, 'all'] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/accounts/{accountId}/slots', { params: { path: { accountId } }, signal })).then((page) => page.items) })

export const nextSlotQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['slots', accountId, 'next'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/accounts/{accountId}/slots/next', { params: { path: { accountId } }, signal })).then((page) => page.items[0] ?? null),
    // A colleague may have taken it.
    staleTime: 0,
  })

export const bestTimesQuery = (accountId: string, timeZone: string) =>
  queryOptions({
    queryKey: ['slots', accountId, 'best', timeZone] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/analytics/best-times', { params: { query: { accountId, timeZone } }, signal })),
    staleTime: 60 * 60_000,
    retry: false,
  })

function useSlotMutation<Input, Output>(accountId: string, mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: ['slots', accountId] }) })
}

export const useAddSlot = (accountId: string) =>
  useSlotMutation(accountId, (body: Pick<Slot, 'weekday' | 'time' | 'timeZone'>) =>
    unwrap(api.POST('/api/accounts/{accountId}/slots', { params: { path: { accountId } }, body, headers: { 'Idempotency-Key': crypto.randomUUID() } })))

export const useRemoveSlot = (accountId: string) =>
  useSlotMutation(accountId, (id: string) => unwrap(api.DELETE('/api/accounts/{accountId}/slots/{id}', { params: { path: { accountId, id } } })))
