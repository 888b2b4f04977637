import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import type { Conversation } from '@/api/types'
import { findConversation, markReadIn, putConversation } from './cache'
import type { Priority } from './filter'

export type ConversationStatus = 'open' | 'snoozed' | 'closed' | 'archived' | 'spam'
export type ConversationFilter = {
  accountId: string | null; workspaceId: string | null; status: ConversationStatus; unread: boolean
  /** A colleague's id, me, or none. */
  assignee: string | null
  label: string | null; stage: string | null; priority: Priority | null
}

export const conversationsQuery = (filter: ConversationFilter) =>
  infiniteQueryOptions({
    queryKey: ['conversations', 'list', filter] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/conversations', {
          params: {
            query: {
              AccountId: filter.accountId ?? undefined, WorkspaceId: filter.workspaceId ?? undefined, Status: filter.status, Unread: filter.unread || undefined,
              AssigneeId: filter.assignee ?? undefined, Label: filter.label ?? undefined, Stage: filter.stage ?? undefined, Priority: filter.priority ?? undefined,
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

/** The thread, newest first: from its end, or around a message and from there both ways. */
export const messagesQuery = (conversationId: string, around?: string) =>
  infiniteQueryOptions({
    queryKey: around ? (['messages', conversationId, around] as const) : (['messages', conversationId] as const),
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/conversations/{conversationId}/messages', { params: { path: { conversationId }, query: pageParam ? { cursor: pageParam } : { around } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    getPreviousPageParam: (page) => page.previousCursor,
  })

export function useMarkRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Conversation) => unwrap(api.POST('/api/conversations/{id}/read', { params: { path: { id } } })),
    onMutate: (conversation) => markReadIn(client, conversation),
    onError: () => client.invalidateQueries({ queryKey: ['conversations'] }),
  })
}

export type ConversationChange = components['schemas']['ConversationChange']

export function useChangeConversation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: ConversationChange & { id: string }) => unwrap(api.PATCH('/api/conversations/{id}', { params: { path: { id } }, body })),
    onMutate: ({ id, labelIds, priority, assignee }) => {
      // What a hand has just ticked stands at once; what else follows from a change is the server's to tell.
      const known = findConversation(client, id)
      if (known) putConversation(client, { ...known, labelIds: labelIds ?? known.labelIds, priority: priority ?? known.priority, assigneeId: assignee ? assignee.id : known.assigneeId })
    },
    onSuccess: (conversation) => putConversation(client, conversation),
    onError: () => client.invalidateQueries({ queryKey: ['conversations'] }),
  })
}

/** Changes up to 100, each for itself; those that could not be changed come back with why. */
export function useChangeConversations() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { ids: string[]; change: ConversationChange }) => unwrap(api.POST('/api/conversations/bulk', { body })).then((page) => page.items),
    onSettled: () => client.invalidateQueries({ queryKey: ['conversations'] }),
  })
}
