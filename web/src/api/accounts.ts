import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, unwrap } from './client'
import type { Account } from './types'
import { useMayIn, type Permission } from './workspaces'

export const accountsQuery = queryOptions({
  queryKey: ['accounts'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/accounts', { signal })).then((page) => page.items),
})

/** Those of one workspace; with null all of them. Pure. */
export const within = (accounts: readonly Account[], workspaceId: string | null): Account[] => accounts.filter((account) => !workspaceId || account.workspaceId === workspaceId)

/** In which accounts the signed-in user may do something; null until it is known. */
export function useMayAt(permission: Permission): ((accountId: string) => boolean) | null {
  const { data } = useQuery(accountsQuery)
  const places = useMayIn(permission)
  return data && places ? (accountId) => data.some(({ id, workspaceId }) => id === accountId && places.has(workspaceId)) : null
}
