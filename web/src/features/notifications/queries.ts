import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { NotificationPreference } from '@/api/types'
import { putNotification } from './cache'

/** What the bell shows: the newest, and how many are unread. Hints may be lost: it is asked for again now and then. */
export const newestQuery = queryOptions({
  queryKey: ['notifications', 'newest'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/notifications', { params: { query: { limit: 20 } }, signal })),
  refetchInterval: 60_000,
})

export const notificationsQuery = (unreadOnly: boolean) =>
  infiniteQueryOptions({
    queryKey: ['notifications', 'list', unreadOnly] as const,
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/notifications', { params: { query: { unread: unreadOnly || undefined, cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export const preferencesQuery = queryOptions({
  queryKey: ['notifications', 'preferences'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/notifications/preferences', { signal })).then((answer) => answer.items),
})

export function useMarkRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/api/notifications/{id}/read', { params: { path: { id } } })),
    onSuccess: (notification) => putNotification(client, notification),
  })
}

/** Up to the newest that was shown: what has come since stays unread. */
export function useMarkAllRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (until: string) => unwrap(api.POST('/api/notifications/read-all', { params: { query: { until } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notifications'] }),
  })
}

export function usePrefer() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: Pick<NotificationPreference, 'kind' | 'inApp'>) => unwrap(api.PATCH('/api/notifications/preferences', { body: { items: [change] } })),
    onSuccess: ({ items }) => client.setQueryData(preferencesQuery.queryKey, items),
  })
}
