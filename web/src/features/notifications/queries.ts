import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { updateUser } from '@/api/session'
import type { NotificationPreferences, NotificationPreferencesChange } from '@/api/types'
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
  queryFn: ({ signal }) => unwrap(api.GET('/api/notifications/preferences', { signal })),
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
    mutationFn: (body: NotificationPreferencesChange) => unwrap(api.PATCH('/api/notifications/preferences', { body })),
    onSuccess: (preferences) => client.setQueryData(preferencesQuery.queryKey, preferences),
  })
}

/** When mail comes, and by which clock: the zone is the person's, wherever times are shown. */
export function useSaveTimes(zone: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ timeZone, ...times }: Pick<NotificationPreferences, 'digestAt' | 'quietHours' | 'timeZone'>) => {
      if (timeZone !== zone) updateUser(await unwrap(api.PATCH('/api/users/me', { body: { timezone: timeZone } })))
      return unwrap(api.PATCH('/api/notifications/preferences', { body: times }))
    },
    onSuccess: (preferences) => client.setQueryData(preferencesQuery.queryKey, preferences),
  })
}

export const useTestMail = () => useMutation({ mutationFn: () => unwrap(api.POST('/api/notifications/test')) })

/** By the link of a mail, whoever is signed in. */
export const useUnsubscribe = () => useMutation({ mutationFn: (token: string) => unwrap(api.POST('/api/mail/unsubscribe', { params: { query: { token } } })) })
