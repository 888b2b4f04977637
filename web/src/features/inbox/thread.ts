import type { Message, Note } from '@/api/types'
import { localDay } from '@/lib/zones'

/** How a thread is read: messages, oldest first, become days; days become groups of one side within five minutes. Notes stand between them, each for itself. Pure. */

export type Group = { direction: string; messages: Message[]; note?: undefined } | { direction: 'note'; messages: []; note: Note }
export type Day = { day: string; groups: Group[] }

const pause = 5 * 60_000

const hasTrouble = ({ status }: Message) => status === 'failed' || status === 'unconfirmed'

export function toDays(messages: readonly Message[], zone: string, notes: readonly Note[] = []): Day[] {
  const items = [...messages.map((message) => ({ at: message.sentAt, message, note: undefined })), ...notes.map((note) => ({ at: note.createdAt, message: undefined, note }))]
  if (notes.length > 0) items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const days: Day[] = []
  for (const { at, message, note } of items) {
    const day = localDay(new Date(at), zone)
    if (days.at(-1)?.day !== day) days.push({ day, groups: [] })
    const groups = days.at(-1)?.groups ?? []
    if (note) groups.push({ direction: 'note', messages: [], note })
    else addTo(groups, message)
  }
  return days
}

function addTo(groups: Group[], message: Message) {
  const last = groups.at(-1)
  const before = last?.messages.at(-1)
  // Only the end of a group says what became of it: a message with trouble is an end.
  const joins = last && !last.note && last.direction === message.direction && before && !hasTrouble(before) && Date.parse(message.sentAt) - Date.parse(before.sentAt) <= pause
  if (joins) last.messages.push(message)
  else groups.push({ direction: message.direction, messages: [message] })
}

// A message only moves forward: an answer that was overtaken by an event does not take it back.
const progress = ['queued', 'sending', 'unconfirmed', 'failed', 'sent', 'delivered', 'read']

export const isOlder = (status: string, than: string) => progress.indexOf(status) < progress.indexOf(than)

/** Puts one message into a newest-first page: in place of the one it is, or where it belongs. */
export function mergeMessage(items: readonly Message[], message: Message): Message[] {
  const same = items.find(({ id }) => id === message.id)
  // A later time is a new try: whatever its state, it belongs at the end.
  if (same && Date.parse(message.sentAt) > Date.parse(same.sentAt)) return mergeMessage(items.filter((item) => item !== same), message)
  if (same) {
    const kept = message.direction === 'outbound' && isOlder(message.status, same.status) ? same.status : message.status
    return items.map((item) => (item === same ? { ...message, status: kept } : item))
  }
  const place = items.findIndex((item) => item.sentAt < message.sentAt || (item.sentAt === message.sentAt && item.sequence < message.sequence))
  return place < 0 ? [...items, message] : [...items.slice(0, place), message, ...items.slice(place)]
}

/** What is on its way from this browser and the server does not show yet. */
export type Outgoing = { clientMessageId: string; text: string; at: string; state: 'waiting' | 'sending' | 'failed'; error: unknown }

/** Those whose message has not come back under its clientMessageId, by event or by answer. */
export const stillOutgoing = <T extends Outgoing>(outgoing: readonly T[], messages: readonly Message[]) => {
  const arrived = new Set(messages.map(({ clientMessageId }) => clientMessageId))
  return outgoing.filter(({ clientMessageId }) => !arrived.has(clientMessageId))
}
