import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { AutoReplies, AutoReplyRule, AutoReplyRuleDraft } from '@/api/types'

export const autoRepliesQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['auto-replies', accountId],
    queryFn: ({ signal }) => unwrap(api.GET('/api/accounts/{accountId}/auto-replies', { params: { path: { accountId } }, signal })),
  })

export const logQuery = (accountId: string) =>
  infiniteQueryOptions({
    queryKey: ['auto-replies', accountId, 'log'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/accounts/{accountId}/auto-replies/log', { params: { path: { accountId }, query: { cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 15_000,
  })

/** The switch and the zone. */
export function useChangeSettings(accountId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: { enabled?: boolean; timeZone?: string }) => unwrap(api.PATCH('/api/accounts/{accountId}/auto-replies', { params: { path: { accountId } }, body: change })),
    onSuccess: (replies) => client.setQueryData(autoRepliesQuery(accountId).queryKey, replies),
  })
}

/** A new rule, or a known one as it should be. */
export function useSaveRule(accountId: string, id: string | null) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (draft: AutoReplyRuleDraft): Promise<AutoReplyRule> =>
      id
        ? // No hours are written as hours without spans: what is missing would stay.
          unwrap(api.PATCH('/api/accounts/{accountId}/auto-replies/rules/{id}', { params: { path: { accountId, id } }, body: { ...draft, hours: draft.hours ?? { outside: false, spans: [] } } }))
        : unwrap(api.POST('/api/accounts/{accountId}/auto-replies/rules', { params: { path: { accountId } }, body: draft })),
    onSuccess: () => client.invalidateQueries({ queryKey: autoRepliesQuery(accountId).queryKey, exact: true }),
  })
}

export function useSwitchRule(accountId: string) {
  const client = useQueryClient()
  const { queryKey } = autoRepliesQuery(accountId)
  return useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) => unwrap(api.PATCH('/api/accounts/{accountId}/auto-replies/rules/{id}', { params: { path: { accountId, id } }, body: { enabled } })),
    onSuccess: (rule) => client.setQueryData<AutoReplies>(queryKey, (replies) => replies && { ...replies, rules: replies.rules.map((r) => (r.id === rule.id ? rule : r)) }),
  })
}

export function useDeleteRule(accountId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/accounts/{accountId}/auto-replies/rules/{id}', { params: { path: { accountId, id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: autoRepliesQuery(accountId).queryKey, exact: true }),
  })
}

/** What rules would have answered lately; the stored ones, or one that is being written. */
export const useDryRun = (accountId: string) =>
  useMutation({
    mutationFn: (rules: AutoReplyRuleDraft[] | undefined) => unwrap(api.POST('/api/accounts/{accountId}/auto-replies/dry-run', { params: { path: { accountId } }, body: { rules } })),
  })
