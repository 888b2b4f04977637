import type { QueryClient } from '@tanstack/react-query'
import type { Account } from './types'

/** Whether a list of one workspace, or with null of all, may hold what belongs to an account. */
export const isListed = (client: QueryClient, workspaceId: string | null, accountId: string) =>
  !workspaceId || client.getQueryData<Account[]>(['accounts'])?.find(({ id }) => id === accountId)?.workspaceId === workspaceId
