import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { accountsQuery } from '@/api/accounts'
import { api, unwrap } from '@/api/client'

export const healthQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id, 'health'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/accounts/{id}/health', { params: { path: { id } }, signal })),
    // While conversations are read back their progress is watched.
    refetchInterval: (query) => (query.state.data?.history?.state === 'running' ? 2_000 : 60_000),
  })

/** What is to be connected: any account of a workspace, or one again; `switchAccount` has Instagram ask who signs in. */
export type Connecting = { workspaceId?: string; accountId?: string; switchAccount?: boolean }

/** Leaves for Instagram's page; it comes back to /accounts with the result in the query. */
export const useConnect = () =>
  useMutation({
    mutationFn: ({ workspaceId, accountId, switchAccount = false }: Connecting) => unwrap(api.POST('/api/instagram/oauth/start', { body: { workspaceId, accountId, switchAccount } })),
    onSuccess: ({ authorizationUrl }) => window.location.assign(authorizationUrl),
  })

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
