import { useMutation, useMutationState, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { ApiError } from '@/api/problem'
import type { Message } from '@/api/types'
import { mergeMessage, type Outgoing } from './thread'

type Letter = { clientMessageId: string; text: string }
type MessagePages = InfiniteData<{ items: Message[]; nextCursor: string | null }, string | null>

const keyOf = (conversationId: string) => ['send', conversationId] as const

/** Sends one after the other. While offline they wait; the same clientMessageId twice is the same message, so trying again is safe. */
export function useSendMessage(conversationId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: keyOf(conversationId),
    scope: { id: `send-${conversationId}` },
    gcTime: Infinity,
    retry: (count, error) => count < 3 && error instanceof ApiError && (error.status === 0 || error.status === 503),
    retryDelay: (count) => 1_000 * 2 ** count,
    mutationFn: (body: Letter) => unwrap(api.POST('/api/conversations/{conversationId}/messages', { params: { path: { conversationId } }, body })),
    onSuccess: (message) =>
      client.setQueryData<MessagePages>(['messages', conversationId], (pages) => pages && { ...pages, pages: pages.pages.map((page, at) => (at === 0 ? { ...page, items: mergeMessage(page.items, message) } : page)) }),
    // The window has closed or the account is gone: the composer has to know.
    onError: () => client.invalidateQueries({ queryKey: ['conversations', 'one', conversationId] }),
  })
}

export const useOutgoing = (conversationId: string): Outgoing[] =>
  useMutationState({
    filters: { mutationKey: keyOf(conversationId), predicate: ({ state }) => state.status !== 'success' },
    select: ({ state }) => {
      // This key is used by useSendMessage alone.
      const { clientMessageId, text } = state.variables as Letter
      return {
        clientMessageId, text, at: new Date(state.submittedAt).toISOString(), error: state.error,
        state: state.status === 'error' ? 'failed' : state.isPaused ? 'waiting' : 'sending',
      }
    },
  })

export function useForgetOutgoing(conversationId: string) {
  const cache = useQueryClient().getMutationCache()
  return (clientMessageId: string) => {
    const found = cache.find({ mutationKey: keyOf(conversationId), predicate: ({ state }) => (state.variables as Letter).clientMessageId === clientMessageId })
    if (found) cache.remove(found)
  }
}
