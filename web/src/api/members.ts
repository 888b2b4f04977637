import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from './client'

/** The people of a workspace: they change seldom, and are asked for again when the page comes back into view. */
export const membersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspace', workspaceId, 'members'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces/{workspaceId}/members', { params: { path: { workspaceId } }, signal })).then((page) => page.items),
    staleTime: 5 * 60_000,
  })
