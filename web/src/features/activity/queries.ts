import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

export type ActivityFilter = { actor: string | null; kind: string | null; from: Date | null; to: Date | null }

const asked = ({ actor, kind, from, to }: ActivityFilter) => ({ actorId: actor ?? undefined, action: kind ?? undefined, from: from?.toISOString(), to: to?.toISOString() })

export const workspaceActivityQuery = (workspaceId: string, filter: ActivityFilter) =>
  infiniteQueryOptions({
    queryKey: ['activity', workspaceId, asked(filter)] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/workspaces/{workspaceId}/audit-log', { params: { path: { workspaceId }, query: { ...asked(filter), limit: 50, cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export const ownActivityQuery = infiniteQueryOptions({
  queryKey: ['activity', 'own'] as const,
  queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/users/me/audit-log', { params: { query: { limit: 50, cursor: pageParam ?? undefined } }, signal })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
})

/** What belongs to no workspace; for operators. */
export const operatorActivityQuery = (filter: ActivityFilter) =>
  infiniteQueryOptions({
    queryKey: ['activity', 'operators', asked(filter)] as const,
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/admin/audit-log', { params: { query: { ...asked(filter), limit: 50, cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export const actorsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['activity', workspaceId, 'actors'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces/{workspaceId}/audit-log/actors', { params: { path: { workspaceId } }, signal })).then((page) => page.items),
  })

/** Saves the entries that fit the filter as a file. */
export async function saveActivity(workspaceId: string, filter: ActivityFilter) {
  const file = await unwrap(api.GET('/api/workspaces/{workspaceId}/audit-log/export', { params: { path: { workspaceId }, query: asked(filter) }, parseAs: 'blob' }))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file as unknown as Blob)
  link.download = `activity-${new Date().toISOString().slice(0, 10)}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
