import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { AccountEvent, Contact, Conversation, Message, Note, ScheduledMessage } from '@/api/types'
import { latest } from '@/lib/latest'
import { soon } from '@/lib/soon'
import { findConversation, putConversation, type ConversationPages } from './cache'
import { conversationQuery } from './queries'
import { scheduledQuery } from './scheduled'
import { mergeMessage } from './thread'

type MessagePages = InfiniteData<{ items: Message[]; nextCursor: string | null; previousCursor: string | null }, string | null>

/** Writes an event into the query cache: nothing is asked for unless the cache does not know the conversation. */
export function applyInboxEvent(client: QueryClient, event: AccountEvent) {
  // The kind says what the payload is; the document types every payload as any JSON.
  switch (event.kind) {
    case 'message.received':
    case 'message.sent':
      return (event.payload as { historic?: boolean }).historic ? found(client, (event.payload as { message: Message }).message) : arrived(client, event, (event.payload as { message: Message }).message)
    case 'message.status':
    case 'message.attachments':
    case 'reaction.changed':
      return mergeInto(client, (event.payload as { message: Message }).message)
    case 'message.edited':
    case 'message.deleted':
      return rewritten(client, (event.payload as { message: Message }).message)
    case 'message.removed':
      return removed(client, event.payload as { conversationId: string; messageId: string })
    case 'message.scheduled':
      return void client.invalidateQueries({ queryKey: scheduledQuery((event.payload as { scheduled: ScheduledMessage }).scheduled.conversationId).queryKey })
    case 'conversation.changed':
      return changed(client, event, event.payload as ConversationPayload)
    case 'contact.changed':
      return renamed(client, event.payload as { contact: Contact })
    case 'contact.erased':
      return erased(client, event.payload as { contactId?: string; conversationId?: string })
  }
}

export function senderOf(client: QueryClient, event: AccountEvent): string | undefined {
  const { message } = event.payload as { message: Message }
  const contact = findConversation(client, message.conversationId)?.contact
  return contact?.name ?? contact?.username ?? undefined
}

function mergeInto(client: QueryClient, message: Message) {
  client.setQueriesData<MessagePages>({ queryKey: ['messages', message.conversationId] }, (pages) => {
    const [first, ...older] = pages?.pages ?? []
    if (!pages || !first) return pages
    const known = pages.pages.findIndex((page) => page.items.some(({ id }) => id === message.id))
    // What is read around an older message gets the new ones only once it has reached the end.
    if (known < 0 && first.previousCursor !== null) return pages
    const place = Math.max(known, 0)
    return { ...pages, pages: [first, ...older].map((page, at) => (at === place ? { ...page, items: mergeMessage(page.items, message) } : page)) }
  })
}

/** Two rows were the same message: one of them is gone. */
function removed(client: QueryClient, { conversationId, messageId }: { conversationId: string; messageId: string }) {
  client.setQueriesData<MessagePages>({ queryKey: ['messages', conversationId] }, (pages) => pages && {
    ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== messageId) })),
  })
}

function arrived(client: QueryClient, event: AccountEvent, message: Message) {
  mergeInto(client, message)
  const known = findConversation(client, message.conversationId)
  // Its sequence tells whether what the cache holds was read after this event.
  if (known && known.lastSequence >= event.sequence) return
  // Who only followed a link has written nothing.
  const inbound = message.direction === 'inbound' && message.kind !== 'referral'
  // New to the cache, or the contact reopened it or the time to answer: the server knows how it looks now.
  if (!known || (inbound && (known.status !== 'open' || known.replyWindow.tag !== 'none'))) return void fetchConversation(client, message.conversationId)
  putConversation(client, {
    ...known,
    lastSequence: event.sequence,
    lastMessageAt: message.sentAt > known.lastMessageAt ? message.sentAt : known.lastMessageAt,
    lastMessage: message.sentAt >= known.lastMessageAt ? { text: message.text, direction: message.direction, kind: message.kind, sentAt: message.sentAt } : known.lastMessage,
    unreadCount: known.unreadCount + (inbound ? 1 : 0),
  })
  // The time to answer begins anew; only the server counts it.
  if (inbound) soon(`window ${known.id}`, () => void client.invalidateQueries({ queryKey: conversationQuery(known.id).queryKey }))
}

/** Found by reading a conversation back: no news, and there may be thousands. The server counts what is unread. */
function found(client: QueryClient, message: Message) {
  mergeInto(client, message)
  soon('history', () => void client.invalidateQueries({ queryKey: ['conversations'] }))
}

/** The list shows the last message's words: they must not outlive a message that was taken back. */
function rewritten(client: QueryClient, message: Message) {
  mergeInto(client, message)
  const known = findConversation(client, message.conversationId)
  if (known?.lastMessage?.sentAt !== message.sentAt) return
  putConversation(client, { ...known, lastMessage: { ...known.lastMessage, text: message.text, kind: message.kind } })
}

const fetchConversation = (client: QueryClient, id: string) => latest(`conversation ${id}`, async () => {
  try {
    putConversation(client, await client.fetchQuery({ ...conversationQuery(id), staleTime: 0 }))
  } catch {
    await client.invalidateQueries({ queryKey: ['conversations', 'list'] })
  }
})

type ConversationPayload = Pick<Conversation, 'status' | 'unreadCount' | 'assigneeId' | 'priority' | 'labelIds' | 'snoozedUntil'> & {
  conversationId: string; note: Note | null; removedNoteId: string | null
}

/** The note that an event brings, if it calls on this person. */
export function callFor(event: AccountEvent, userId: string): Note | undefined {
  const note = event.kind === 'conversation.changed' || event.kind === 'contact.changed' ? (event.payload as { note: Note | null }).note : null
  return note && note.authorId !== userId && note.mentions.includes(userId) ? note : undefined
}

function changed(client: QueryClient, event: AccountEvent, { conversationId, status, unreadCount, assigneeId, priority, labelIds, snoozedUntil, note, removedNoteId }: ConversationPayload) {
  if (note || removedNoteId) void client.invalidateQueries({ queryKey: ['notes', 'conversation', conversationId] })
  const known = findConversation(client, conversationId)
  if (!known) return void fetchConversation(client, conversationId)
  putConversation(client, { ...known, status, unreadCount, assigneeId, priority, labelIds, snoozedUntil, lastSequence: Math.max(known.lastSequence, event.sequence) })
}

/** Nothing of the person may stay on the screen. Without a conversation it stands for an event of before, which told of somebody who is gone. */
function erased(client: QueryClient, { conversationId }: { conversationId?: string }) {
  if (!conversationId) return
  client.removeQueries({ queryKey: ['messages', conversationId] })
  client.setQueriesData<ConversationPages>({ queryKey: ['conversations', 'list'] }, (pages) => pages && { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== conversationId) })) })
  for (const key of ['conversations', 'contacts', 'comments', 'notifications', 'accounts']) void client.invalidateQueries({ queryKey: [key] })
}

function renamed(client: QueryClient, { contact }: { contact: Contact }) {
  // The person behind it, and those merged with it, are the server's to tell.
  soon(`contact ${contact.id}`, () => void client.invalidateQueries({ queryKey: ['contacts'] }))
  void client.invalidateQueries({ queryKey: ['notes', 'contact'] })
  const rename = (conversation: Conversation) => (conversation.contact.id === contact.id ? { ...conversation, contact } : conversation)
  client.setQueriesData<Conversation>({ queryKey: ['conversations', 'one'] }, (conversation) => conversation && rename(conversation))
  client.setQueriesData<ConversationPages>({ queryKey: ['conversations', 'list'] }, (pages) => pages && { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(rename) })) })
}
