import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Post } from '@/api/types'
import { putPost, removePost, toItem, type CalendarRange, type PostItem } from './cache'

export const calendarQuery = (range: CalendarRange) =>
  queryOptions({
    queryKey: ['posts', 'calendar', range] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/calendar', { params: { query: { From: range.from, To: range.to, AccountIds: range.accountId ? [range.accountId] : undefined, View: 'list' } }, signal }))
        .then((calendar): PostItem[] => calendar.days.flatMap((day) => day.items)),
  })

export const draftsQuery = (accountId: string | null) =>
  queryOptions({
    queryKey: ['posts', 'drafts', accountId] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/posts', { params: { query: { status: 'draft', limit: 100, accountId: accountId ?? undefined } }, signal })).then((page) => page.items.map(toItem)),
  })

export const postQuery = (id: string) =>
  queryOptions({ queryKey: ['posts', 'one', id] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/posts/{id}', { params: { path: { id } }, signal })) })

/** A wall-clock time and its zone: the server finds the instant, also on the nights when clocks change. */
export type Timing = { localTime: string; timeZone: string }
export type Content = { caption: string; mediaIds: string[]; firstComment: string | null }

function usePostMutation<Input>(mutationFn: (input: Input) => Promise<Post>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: (post) => putPost(client, post) })
}

/** The key makes a second try after a lost answer the same post. */
export const useCreatePost = () =>
  usePostMutation(({ key, ...body }: Content & Partial<Timing> & { key: string; accountId: string; type: string }) =>
    unwrap(api.POST('/api/posts', { body, headers: { 'Idempotency-Key': key } })))

/** Changes what differs: the content by version, then the time. */
export const useChangePost = () =>
  usePostMutation(async ({ post, content, timing }: { post: Post; content: Content; timing: Timing | null }) => {
    const path = { id: post.id }
    const changed = await unwrap(api.PATCH('/api/posts/{id}', { params: { path }, body: { ...content, version: post.version } }))
    if (!timing) return changed
    return post.status === 'draft'
      ? unwrap(api.POST('/api/posts/{id}/schedule', { params: { path }, body: timing }))
      : unwrap(api.POST('/api/posts/{id}/reschedule', { params: { path }, body: timing }))
  })

export type PostAction = 'cancel' | 'publish-now' | 'retry'

export const usePostAction = () =>
  usePostMutation(({ id, action }: { id: string; action: PostAction }) => {
    const params = { path: { id } }
    switch (action) {
      case 'cancel': return unwrap(api.POST('/api/posts/{id}/cancel', { params }))
      case 'publish-now': return unwrap(api.POST('/api/posts/{id}/publish-now', { params }))
      case 'retry': return unwrap(api.POST('/api/posts/{id}/retry', { params }))
    }
  })

export function useDeleteDraft() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/posts/{id}', { params: { path: { id } } })),
    onSuccess: (_, id) => removePost(client, id),
  })
}
