import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Post, PostBulk, PostDetails, Recurrence } from '@/api/types'
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
export type Content = { caption: string; mediaIds: string[]; firstComment: string | null; details: PostDetails }

function usePostMutation<Input>(mutationFn: (input: Input) => Promise<Post>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: (post) => putPost(client, post) })
}

/** The key makes a second try after a lost answer the same post. */
export const useCreatePost = () =>
  usePostMutation(({ key, ...body }: Content & Partial<Timing> & { key: string; accountId: string; type: string; recurrence?: Recurrence }) =>
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

export type Check = Content & Partial<Timing> & { accountId: string; type: string; postId?: string }

export const checkQuery = (body: Check) =>
  queryOptions({ queryKey: ['publishing', 'check', body] as const, queryFn: ({ signal }) => unwrap(api.POST('/api/posts/check', { body, signal })), staleTime: 60_000, retry: false })

export const attemptsQuery = (id: string) =>
  queryOptions({ queryKey: ['posts', 'attempts', id] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/posts/{id}/attempts', { params: { path: { id } }, signal })).then((page) => page.items) })

export type Verdict = { post: Post } & ({ verdict: 'submit' | 'approve' } | { verdict: 'reject'; reason: string })

export const useJudgePost = () =>
  usePostMutation((judged: Verdict) => {
    const params = { path: { id: judged.post.id } }
    const version = judged.post.version
    switch (judged.verdict) {
      case 'submit': return unwrap(api.POST('/api/posts/{id}/submit', { params, body: { version } }))
      case 'approve': return unwrap(api.POST('/api/posts/{id}/approve', { params, body: { version } }))
      case 'reject': return unwrap(api.POST('/api/posts/{id}/reject', { params, body: { version, reason: judged.reason } }))
    }
  })

export const useDuplicatePost = () => usePostMutation((id: string) => unwrap(api.POST('/api/posts/{id}/duplicate', { params: { path: { id } }, body: {} })))

/** Many posts at once; what became of each stands in the answer. */
export function useBulkPosts() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: PostBulk) => unwrap(api.POST('/api/posts/bulk', { body, headers: { 'Idempotency-Key': crypto.randomUUID() } })).then((page) => page.items),
    onSuccess: () => client.invalidateQueries({ queryKey: ['posts'] }),
  })
}

export function useImportPosts() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, file, accountId, timeZone, dryRun }: { key: string; file: File; accountId: string | null; timeZone: string; dryRun: boolean }) =>
      unwrap(api.POST('/api/posts/import', {
        params: { query: { accountId: accountId ?? undefined, timeZone, dryRun } },
        // The document says text, and the file is sent as it is.
        body: file as unknown as string, bodySerializer: (body) => body, headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': key },
      })),
    onSuccess: (report) => (report.dryRun ? undefined : client.invalidateQueries({ queryKey: ['posts'] })),
  })
}

export const policyQuery = (workspaceId: string) =>
  queryOptions({ queryKey: ['publishing', 'policy', workspaceId] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces/{workspaceId}/publishing', { params: { path: { workspaceId } }, signal })) })

export function useSetPolicy(workspaceId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (postsNeedApproval: boolean) => unwrap(api.PUT('/api/workspaces/{workspaceId}/publishing', { params: { path: { workspaceId } }, body: { postsNeedApproval } })),
    onSuccess: (policy) => client.setQueryData(policyQuery(workspaceId).queryKey, policy),
  })
}

export const postTemplatesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['publishing', 'templates', workspaceId] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/post-templates', { params: { query: { WorkspaceId: workspaceId, Limit: 100 } }, signal })).then((page) => page.items),
  })

export const useRenderTemplate = () =>
  useMutation({ mutationFn: ({ id, accountId }: { id: string; accountId: string }) => unwrap(api.POST('/api/post-templates/{id}/render', { params: { path: { id } }, body: { accountId } })) })

export function useAddTemplate() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string; caption: string; workspaceId: string }) => unwrap(api.POST('/api/post-templates', { body, headers: { 'Idempotency-Key': crypto.randomUUID() } })),
    onSuccess: (_, { workspaceId }) => client.invalidateQueries({ queryKey: postTemplatesQuery(workspaceId).queryKey }),
  })
}
