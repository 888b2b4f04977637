import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, unwrap } from './client'

/** The workspaces that the signed-in user is a member of, the oldest membership first. */
export const workspacesQuery = queryOptions({
  queryKey: ['workspaces'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces', { signal })).then((page) => page.items),
})

export type Permission = 'accounts:write' | 'messages:write' | 'content:write' | 'content:publish' | 'webhooks:write' | 'workspace:write' | 'privacy:write'

/** In which workspaces the signed-in user may do something; null until it is known. The server asks again. */
export function useMayIn(permission: Permission): ReadonlySet<string> | null {
  const { data } = useQuery(workspacesQuery)
  return data ? new Set(data.filter(({ permissions }) => permissions.includes(permission)).map(({ id }) => id)) : null
}

/** The same of one workspace; until it is known, not. */
export const useMay = (permission: Permission, workspaceId: string | undefined) => useMayIn(permission)?.has(workspaceId ?? '') ?? false
