import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Conversation } from '@/api/types'
import { markReadIn, putConversation } from './cache'

export type ConversationStatus = 'open' | 'closed' | 'archived' | 'spam'
export type ConversationFilter = { accountId: string | null; status: ConversationStatus; unread: boolean; q: string }

export const conversationsQuery = (filter: ConversationFilter) =>
  infiniteQueryOptions({
    queryKey: ['conversations', 'list', filter] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/conversations', {
          params: {
            query: {
              AccountId: filter.accountId ?? undefined, Status: filter.status, Unread: filter.unread || undefined, Q: filter.q || undefined,
              Cursor: pageParam ?? undefined,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ['conversations', 'one', id] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/conversations/{id}', { params: { path: { id } }, signal })),
  })

/** The thread, newest first. */
export const messagesQuery = (conversationId: string) =>
  infiniteQueryOptions({
    queryKey: ['messages', conversationId] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/conversations/{conversationId}/messages', { params: { path: { conversationId }, query: { cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export function useMarkRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Conversation) => unwrap(api.POST('/api/conversations/{id}/read', { params: { path: { id } } })),
    onMutate: (conversation) => markReadIn(client, conversation),
    onError: () => client.invalidateQueries({ queryKey: ['conversations'] }),
  })
}

export function useMoveConversation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, status }: { id: string; status: ConversationStatus }) => unwrap(api.PATCH('/api/conversations/{id}', { params: { path: { id } }, body: { status } })),
    onSuccess: (conversation) => putConversation(client, conversation),
  })
}
