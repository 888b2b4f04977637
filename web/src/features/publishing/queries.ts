import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { isConflict } from '@/api/problem'
import type { Post, PostBulk, PostDraft, SeriesChange } from '@/api/types'
import { putPost, removePost, toItem, type CalendarData, type CalendarRange, type Where } from './cache'
import type { changeOf, Content, Timing, When } from './plan'

export const calendarQuery = (range: CalendarRange) =>
  queryOptions({
    queryKey: ['posts', 'calendar', range] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/calendar', { params: { query: { From: range.from, To: range.to, AccountIds: range.accountId ? [range.accountId] : undefined, WorkspaceId: range.workspaceId ?? undefined, View: 'list' } }, signal }))
        .then((calendar): CalendarData => ({ posts: calendar.days.flatMap((day) => day.items), plans: calendar.days.flatMap((day) => day.planned) })),
  })

export const draftsQuery = ({ accountId, workspaceId }: Where) =>
  queryOptions({
    queryKey: ['posts', 'drafts', { accountId, workspaceId }] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/posts', { params: { query: { status: 'draft', limit: 100, accountId: accountId ?? undefined, workspaceId: workspaceId ?? undefined } }, signal })).then((page) => page.items.map(toItem)),
  })

export const postQuery = (id: string) =>
  queryOptions({ queryKey: ['posts', 'one', id] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/posts/{id}', { params: { path: { id } }, signal })) })

function usePostMutation<Input>(mutationFn: (input: Input) => Promise<Post>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: (post) => putPost(client, post) })
}

/** The key makes a second try after a lost answer the same post. */
export const useCreatePost = () =>
  usePostMutation(({ key, body }: { key: string; body: PostDraft }) => unwrap(api.POST('/api/posts', { body, headers: { 'Idempotency-Key': key } })))

/** `version` is read when its turn comes, and moves with what was saved: a draft may just be saving itself, and of two steps the second may fail. */
export function useChangePost() {
  const client = useQueryClient()
  return useMutation({
    scope: { id: 'post' },
    mutationFn: async ({ id, version, change, then }: ReturnType<typeof changeOf> & { id: string; version: { current: number } }) => {
      const params = { path: { id } }
      const saved = await unwrap(api.PATCH('/api/posts/{id}', { params, body: { clearTime: false, ...change, version: version.current } }))
      version.current = saved.version
      return then ? unwrap(api.POST('/api/posts/{id}/schedule', { params, body: { ...then, version: saved.version } })) : saved
    },
    onSuccess: (post) => putPost(client, post),
    // Whoever tries again then does it with what is there now.
    onError: (failure) => (isConflict(failure) ? client.invalidateQueries({ queryKey: ['posts'] }) : undefined),
  })
}

/** Puts one that failed or was cancelled on its way again. */
export function useReplanPost() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, time }: { id: string; version: number; time: When }) => unwrap(api.POST('/api/posts/{id}/reschedule', { params: { path: { id } }, body: { ...time, version } })),
    onSuccess: (post) => putPost(client, post),
    onError: (failure) => (isConflict(failure) ? client.invalidateQueries({ queryKey: ['posts'] }) : undefined),
  })
}

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

export const useDuplicatePost = () =>
  usePostMutation(({ id, key }: { id: string; key: string }) => unwrap(api.POST('/api/posts/{id}/duplicate', { params: { path: { id } }, body: {}, headers: { 'Idempotency-Key': key } })))

/** Under the posts: whatever happens to them all makes it be asked for again. */
export const seriesQuery = (id: string) =>
  queryOptions({ queryKey: ['posts', 'series', id] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/post-series/{id}', { params: { path: { id } }, signal })) })

/** All that follow, and the next post too unless it is under way. */
export function useChangeSeries() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: SeriesChange & { id: string }) => unwrap(api.PATCH('/api/post-series/{id}', { params: { path: { id } }, body })),
    // Refused too: then somebody else has changed it.
    onSettled: () => client.invalidateQueries({ queryKey: ['posts'] }),
  })
}

/** Unless it is kept, the next post is cancelled. */
export function useStopSeries() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, keepNext }: { id: string; keepNext: boolean }) => unwrap(api.DELETE('/api/post-series/{id}', { params: { path: { id }, query: { keepNext } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['posts'] }),
  })
}

/** Many posts at once; what became of each stands in the answer. */
export function useBulkPosts() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, body }: { key: string; body: PostBulk }) => unwrap(api.POST('/api/posts/bulk', { body, headers: { 'Idempotency-Key': key } })).then((page) => page.items),
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

function useTemplateMutation<Input, Output>(workspaceId: string, mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: postTemplatesQuery(workspaceId).queryKey }) })
}

export const useAddTemplate = (workspaceId: string) =>
  useTemplateMutation(workspaceId, ({ key, ...body }: { key: string; name: string; caption: string }) => unwrap(api.POST('/api/post-templates', { body: { ...body, workspaceId }, headers: { 'Idempotency-Key': key } })))

export const useChangeTemplate = (workspaceId: string) =>
  useTemplateMutation(workspaceId, ({ id, ...body }: { id: string; name: string; caption: string }) => unwrap(api.PATCH('/api/post-templates/{id}', { params: { path: { id } }, body })))

export const useDeleteTemplate = (workspaceId: string) =>
  useTemplateMutation(workspaceId, (id: string) => unwrap(api.DELETE('/api/post-templates/{id}', { params: { path: { id } } })))
