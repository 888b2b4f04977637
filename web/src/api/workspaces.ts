import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, unwrap } from './client'

/** The workspaces that the signed-in user is a member of, the oldest membership first. */
export const workspacesQuery = queryOptions({
  queryKey: ['workspaces'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces', { signal })).then((page) => page.items),
})

export type Permission = 'accounts:write' | 'messages:write' | 'content:write' | 'content:publish' | 'privacy:write'

/** Whether the signed-in user may do something in a workspace; until it is known, not. The server asks again. */
export const useMay = (permission: Permission, workspaceId: string | undefined) =>
  useQuery(workspacesQuery).data?.some(({ id, permissions }) => id === workspaceId && permissions.includes(permission)) ?? false
