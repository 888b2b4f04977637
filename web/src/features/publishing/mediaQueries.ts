import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Media } from '@/api/types'

export type MediaFilter = { workspaceId: string | null; kind: Media['kind'] | null; tag: string | null; q: string }

export const libraryQuery = ({ workspaceId, kind, tag, q }: MediaFilter) =>
  infiniteQueryOptions({
    queryKey: ['media', 'library', { workspaceId, kind, tag, q }] as const,
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/api/media', { params: { query: { WorkspaceId: workspaceId ?? undefined, Kind: kindOf(kind), Tag: tag ?? undefined, Q: q || undefined, limit: 60, cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // Signed addresses live for an hour.
    staleTime: 5 * 60_000,
  })

export const mediaQuery = (id: string) => queryOptions({ queryKey: ['media', 'one', id] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/media/{id}', { params: { path: { id } }, signal })) })

/** Of a workspace, or with null of the oldest. */
export const tagsQuery = (workspaceId: string | null) =>
  queryOptions({
    queryKey: ['media', 'tags', workspaceId] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/media/tags', { params: { query: { workspaceId: workspaceId ?? undefined } }, signal })).then((page) => page.items),
  })

export const storageQuery = (workspaceId: string) =>
  queryOptions({ queryKey: ['media', 'storage', workspaceId] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/media/storage', { params: { query: { workspaceId } }, signal })) })

export const usageQuery = (id: string) => queryOptions({ queryKey: ['media', 'usage', id] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/media/{id}/usage', { params: { path: { id } }, signal })) })

/** Every list of the library may hold the file. */
function useMediaMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  // One after the other: the last one that was asked for is the one that holds.
  return useMutation({ mutationFn, scope: { id: 'media' }, onSuccess: () => client.invalidateQueries({ queryKey: ['media'] }) })
}

export const useChangeMedia = () =>
  useMediaMutation(({ id, ...body }: { id: string; fileName?: string; tags?: string[] }) => unwrap(api.PATCH('/api/media/{id}', { params: { path: { id } }, body })))

export const useDeleteMedia = () =>
  useMediaMutation(({ id, force }: { id: string; force: boolean }) => unwrap(api.DELETE('/api/media/{id}', { params: { path: { id }, query: { force } } })))

export type Shape = { fit: 'pad' | 'crop'; ratio: '4:5' | '1:1' | '1.91:1' | '9:16' | 'nearest' }

/** A picture in another shape is a file of its own. */
export const useReshape = () => useMediaMutation(({ id, ...body }: Shape & { id: string }) => unwrap(api.POST('/api/media/{id}/variants', { params: { path: { id } }, body })))

/** After uploads. */
export function useRefreshLibrary() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['media'] })
}

const kindOf = (kind: Media['kind'] | null) => (kind === 'image' || kind === 'video' || kind === 'audio' ? kind : undefined)
