import { useMutation, useMutationState, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { ApiError } from '@/api/problem'
import type { Media, Message, QuickReply } from '@/api/types'
import { conversationQuery } from './queries'
import { mergeMessage, type Outgoing } from './thread'

/** What is sent: files, each a message of its own, and then the text. `seen` is the greatest sequence that was on the screen. */
export type Letter = {
  clientMessageId: string; text: string; files: Media[]; quickReplies: QuickReply[]; replyTo: string | null; templateId: string | null; seen: number; override?: boolean
}
type MessagePages = InfiniteData<{ items: Message[]; nextCursor: string | null }, string | null>

const keyOf = (conversationId: string) => ['send', conversationId] as const

/** The last of this browser's own messages in each conversation: nobody misses an answer of their own. */
const ownLast = new Map<string, number>()

export const bodyOf = (letter: Letter) => ({
  clientMessageId: letter.clientMessageId,
  override: letter.override ?? false,
  ...(letter.text && { text: letter.text }),
  ...(letter.files.length > 0 && { mediaIds: letter.files.map(({ id }) => id) }),
  ...(letter.quickReplies.length > 0 && { quickReplies: letter.quickReplies }),
  ...(letter.replyTo && { replyTo: letter.replyTo }),
  ...(letter.templateId && { templateId: letter.templateId }),
  afterSequence: letter.seen,
})

/** Sends one after the other. While offline they wait; the same clientMessageId twice is the same message, so trying again is safe. */
export function useSendMessage(conversationId: string) {
  const client = useQueryClient()
  const merge = (messages: readonly Message[]) =>
    client.setQueryData<MessagePages>(['messages', conversationId], (pages) => pages && {
      ...pages, pages: pages.pages.map((page, at) => (at === 0 ? { ...page, items: messages.reduce(mergeMessage, page.items) } : page)),
    })
  return useMutation({
    mutationKey: keyOf(conversationId),
    scope: { id: `send-${conversationId}` },
    gcTime: Infinity,
    retry: (count, error) => count < 3 && error instanceof ApiError && (error.status === 0 || error.status === 503),
    retryDelay: (count) => 1_000 * 2 ** count,
    mutationFn: (letter: Letter) => {
      const body = bodyOf({ ...letter, seen: Math.max(letter.seen, ownLast.get(conversationId) ?? 0) })
      return unwrap(api.POST('/api/conversations/{conversationId}/messages', { params: { path: { conversationId } }, body }))
    },
    onSuccess: (message) => {
      ownLast.set(conversationId, Math.max(message.sequence, ownLast.get(conversationId) ?? 0))
      merge([message])
    },
    onError: (error) => {
      if (error instanceof ApiError) merge(error.missed)
      // The window has closed or the account is gone: the composer has to know.
      return client.invalidateQueries({ queryKey: conversationQuery(conversationId).queryKey })
    },
  })
}

/** The greatest sequence of what the thread shows. */
export function useSeen(conversationId: string) {
  const client = useQueryClient()
  return () => Math.max(0, ...client.getQueriesData<MessagePages>({ queryKey: ['messages', conversationId] }).flatMap(([, pages]) => pages?.pages.flatMap((page) => page.items.map(({ sequence }) => sequence)) ?? []))
}

export const useOutgoing = (conversationId: string): (Outgoing & { letter: Letter })[] =>
  useMutationState({
    filters: { mutationKey: keyOf(conversationId), predicate: ({ state }) => state.status !== 'success' },
    select: ({ state }) => {
      // This key is used by useSendMessage alone.
      const letter = state.variables as Letter
      return {
        letter, clientMessageId: letter.clientMessageId, text: letter.text, at: new Date(state.submittedAt).toISOString(), error: state.error,
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

/** Sends a message that the server could not send once more. */
export function useRetryMessage(conversationId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/api/conversations/{conversationId}/messages/{id}/retry', { params: { path: { conversationId, id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['messages', conversationId] }),
    onError: () => client.invalidateQueries({ queryKey: conversationQuery(conversationId).queryKey }),
  })
}

/** The account's one reaction to a message; null takes it back. */
export function useReact(conversationId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, emoji }: { id: string; emoji: string | null }) => {
      const params = { path: { conversationId, id } }
      return unwrap(emoji === null
        ? api.DELETE('/api/conversations/{conversationId}/messages/{id}/reaction', { params })
        : api.PUT('/api/conversations/{conversationId}/messages/{id}/reaction', { params, body: { emoji } }))
    },
    onSuccess: (message) =>
      client.setQueriesData<MessagePages>({ queryKey: ['messages', conversationId] }, (pages) => pages && {
        ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map((item) => (item.id === message.id ? { ...item, reactions: message.reactions } : item)) })),
      }),
  })
}

/** What the customer sees besides messages. */
export const useSignal = (conversationId: string) =>
  useMutation({ mutationFn: (signal: 'typing_on' | 'typing_off' | 'seen') => unwrap(api.POST('/api/conversations/{conversationId}/signals', { params: { path: { conversationId } }, body: { signal } })) })
