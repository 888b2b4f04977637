import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { ApiError } from '@/api/problem'
import type { Comment } from '@/api/types'
import { dropComment, putComment } from './cache'
import type { CommentFilter } from './filter'

export const postsQuery = (filter: CommentFilter) =>
  infiniteQueryOptions({
    queryKey: ['comments', 'posts', filter] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/comments/posts', {
          params: {
            query: {
              AccountId: filter.accountId ?? undefined, WorkspaceId: filter.workspaceId ?? undefined, Status: filter.status === 'open' ? 'open' : undefined, Unread: filter.unread || undefined, Q: filter.q || undefined,
              Cursor: pageParam ?? undefined,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export const postQuery = (id: string) =>
  queryOptions({
    queryKey: ['comments', 'post', id] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/comments/posts/{id}', { params: { path: { id } }, signal })),
  })

/** Everything under a post, newest first. */
export const commentsQuery = (postId: string) =>
  infiniteQueryOptions({
    queryKey: ['comments', 'list', postId] as const,
    queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/comments', { params: { query: { PostId: postId, Limit: 100, Cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

/** What waits in each account. */
export const countsQuery = queryOptions({
  queryKey: ['comments', 'counts'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/comments/counts', { signal })).then((page) => page.items),
})

export function useMarkPostRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/api/comments/posts/{id}/read', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: countsQuery.queryKey }),
  })
}

export type Letter = { comment: Comment; clientId: string; text: string; isPrivate: boolean }

/** The same clientId twice is the same answer, so trying again is safe. */
export function useAnswer() {
  const client = useQueryClient()
  return useMutation({
    retry: (count, error) => count < 3 && error instanceof ApiError && (error.status === 0 || error.status === 503),
    retryDelay: (count) => 1_000 * 2 ** count,
    mutationFn: ({ comment, clientId, text, isPrivate }: Letter) => {
      const call = { params: { path: { id: comment.id } }, body: { clientId, text } }
      return unwrap(isPrivate ? api.POST('/api/comments/{id}/private-reply', call) : api.POST('/api/comments/{id}/replies', call))
    },
    onSuccess: (answer) => putComment(client, answer),
  })
}

export type Change = { hidden?: boolean; status?: 'open' | 'closed' }

export function useChangeComment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ comment, change }: { comment: Comment; change: Change }) => unwrap(api.PATCH('/api/comments/{id}', { params: { path: { id: comment.id } }, body: change })),
    onSuccess: (comment) => putComment(client, comment),
  })
}

export function useDeleteComment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Comment) => unwrap(api.DELETE('/api/comments/{id}', { params: { path: { id } } })),
    onSuccess: (_, comment) => dropComment(client, comment),
  })
}
