import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { isListed } from '@/api/listed'
import { signedInId } from '@/api/session'
import type { Conversation } from '@/api/types'
import type { ConversationFilter } from './queries'

export type ConversationPages = InfiniteData<{ items: Conversation[]; nextCursor: string | null }, string | null>

/** `me` is the reader's own id. */
export const belongs = (conversation: Conversation, filter: ConversationFilter, me: string) =>
  conversation.status === filter.status && (!filter.accountId || filter.accountId === conversation.accountId) && (!filter.unread || conversation.unreadCount > 0)
  && (!filter.assignee || (filter.assignee === 'none' ? null : filter.assignee === 'me' ? me : filter.assignee) === conversation.assigneeId)
  && (!filter.label || conversation.labelIds.includes(filter.label)) && (!filter.stage || filter.stage === conversation.contact.stageId)
  && (!filter.priority || filter.priority === conversation.priority)

/** Puts a conversation where its last message belongs in a loaded list, or takes it out when it does not belong. Pure. */
export function placeIn(pages: ConversationPages, conversation: Conversation, filter: ConversationFilter, me: string): ConversationPages {
  const without = pages.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== conversation.id) }))
  if (!belongs(conversation, filter, me)) return { ...pages, pages: without }

  const isLater = (other: Conversation) => conversation.lastMessageAt >= other.lastMessageAt
  const target = without.findIndex((page, at) => page.items.some(isLater) || at === without.length - 1)
  return {
    ...pages,
    pages: without.map((page, at) => {
      if (at !== target) return page
      const before = page.items.findIndex(isLater)
      const place = before < 0 ? page.items.length : before
      return { ...page, items: [...page.items.slice(0, place), conversation, ...page.items.slice(place)] }
    }),
  }
}

const lists = { queryKey: ['conversations', 'list'] } as const

export function putConversation(client: QueryClient, conversation: Conversation) {
  client.setQueryData(['conversations', 'one', conversation.id], conversation)
  for (const [key, pages] of client.getQueriesData<ConversationPages>(lists)) {
    // The third part of a list's key is its filter.
    const filter = key[2] as ConversationFilter
    if (pages && isListed(client, filter.workspaceId, conversation.accountId)) client.setQueryData(key, placeIn(pages, conversation, filter, signedInId()))
  }
}

export function findConversation(client: QueryClient, id: string): Conversation | undefined {
  const one = client.getQueryData<Conversation>(['conversations', 'one', id])
  if (one) return one
  const listed = client.getQueriesData<ConversationPages>(lists).flatMap(([, pages]) => pages?.pages.flatMap((page) => page.items) ?? [])
  return listed.find((conversation) => conversation.id === id)
}

/** Only the count: a conversation that is being read must not leave the "unread" list under the reader's eyes. */
export function markReadIn(client: QueryClient, { id }: Conversation) {
  const read = (conversation: Conversation) => (conversation.id === id ? { ...conversation, unreadCount: 0 } : conversation)
  client.setQueryData<Conversation>(['conversations', 'one', id], (conversation) => conversation && read(conversation))
  client.setQueriesData<ConversationPages>(lists, (pages) => pages && { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(read) })) })
}
