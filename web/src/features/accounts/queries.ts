import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { accountsQuery } from '@/api/accounts'
import { api, unwrap } from '@/api/client'
import type { LoginWay } from '@/api/types'

export const healthQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id, 'health'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/accounts/{id}/health', { params: { path: { id } }, signal })),
    // While conversations are read back their progress is watched.
    refetchInterval: (query) => (query.state.data?.history?.state === 'running' ? 2_000 : 60_000),
  })

/** In which ways accounts can be connected here: it stays as it is while the server runs. */
export const waysQuery = queryOptions({
  queryKey: ['connect-ways'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/instagram/oauth/ways', { signal })).then(({ ways }) => ways),
  staleTime: Infinity,
})

/** What is to be connected: any account of a workspace, or one again, which goes by the way that it came unless told otherwise; `switchAccount` has Meta ask who signs in. */
export type Connecting = { workspaceId?: string; accountId?: string; switchAccount?: boolean; way?: LoginWay }

/** Leaves for Instagram's or Facebook's page; it comes back to /accounts with the result in the query, or to a choice. */
export const useConnect = () =>
  useMutation({
    mutationFn: ({ workspaceId, accountId, switchAccount = false, way }: Connecting) => unwrap(api.POST('/api/instagram/oauth/start', { body: { workspaceId, accountId, switchAccount, way } })),
    onSuccess: ({ authorizationUrl }) => window.location.assign(authorizationUrl),
  })

/** What was allowed at Facebook, to choose from: for ten minutes and once, so it is asked for once. */
export const choiceQuery = (id: string) =>
  queryOptions({
    queryKey: ['account-choices', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/account-choices/{id}', { params: { path: { id } }, signal })),
    staleTime: Infinity,
  })

export function useChoose(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (accountIds: string[]) => unwrap(api.POST('/api/account-choices/{id}', { params: { path: { id } }, body: { accountIds } })).then(({ accounts }) => accounts),
    onSettled: () => client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  })
}

export function useDisconnect() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/accounts/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  })
}

/** Asks for all conversations to be read back; asking again while that is under way changes nothing. */
export function useSynchronise() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/api/accounts/{id}/sync', { params: { path: { id } } })),
    onSuccess: (history, id) => client.setQueryData(healthQuery(id).queryKey, (health) => health && { ...health, history }),
  })
}
