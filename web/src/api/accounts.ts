import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { api, unwrap } from './client'
import type { Account } from './types'

export const accountsQuery = queryOptions({
  queryKey: ['accounts'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/accounts', { signal })).then((page) => page.items),
})

/** Those of one workspace; with null all of them. Pure. */
export const within = (accounts: readonly Account[], workspaceId: string | null): Account[] => accounts.filter((account) => !workspaceId || account.workspaceId === workspaceId)

/** Whether a list of one workspace, or with null of all, may hold what belongs to an account. */
export const isListed = (client: QueryClient, workspaceId: string | null, accountId: string) =>
  !workspaceId || client.getQueryData(accountsQuery.queryKey)?.find(({ id }) => id === accountId)?.workspaceId === workspaceId
