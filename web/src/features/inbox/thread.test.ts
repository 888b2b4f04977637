import { expect, test } from 'vitest'
import type { Message } from '@/api/types'
import { mergeMessage, stillOutgoing, toDays, type Outgoing } from './thread'

const message = (members: Partial<Message>): Message => ({
  id: 'm', conversationId: 'c', accountId: 'a', direction: 'outbound', kind: 'text', text: 'Hi', attachments: [], status: 'sent', failure: null, clientMessageId: null,
  platformMessageId: null, replyTo: null, sentAt: '2026-11-25T12:00:00Z', sequence: 1, automatic: false, quickReplies: null, editedAt: null, reactions: null, sentAtAssumed: false, ...members,
})
const letter = (clientMessageId: string): Outgoing => ({ clientMessageId, text: 'Hi', at: '2026-11-25T12:00:00Z', state: 'sending', error: null })

test('what is on its way gives place to the message that came of it', () => {
  const left = stillOutgoing([letter('one'), letter('two')], [message({ clientMessageId: 'one' })])

  expect(left.map(({ clientMessageId }) => clientMessageId)).toEqual(['two'])
})

test('the same message is never shown twice', () => {
  const merged = mergeMessage([message({ status: 'queued' })], message({ status: 'sent' }))

  expect(merged.map(({ status }) => status)).toEqual(['sent'])
})

test('an overtaken answer does not take a message back', () => {
  expect(mergeMessage([message({ status: 'read' })], message({ status: 'queued' }))[0]?.status).toBe('read')
})

test('a message that is sent once more moves to the end, whatever had become of it', () => {
  const items = [message({ id: 'new', sentAt: '2026-11-25T12:02:00Z' }), message({ id: 'again', sentAt: '2026-11-25T12:00:00Z', status: 'failed' })]

  const merged = mergeMessage(items, message({ id: 'again', sentAt: '2026-11-25T12:03:00Z', status: 'queued' }))

  expect(merged.map(({ id, status }) => [id, status])).toEqual([['again', 'queued'], ['new', 'sent']])
})

test('a message that comes late stands where its time says', () => {
  const items = [message({ id: 'new', sentAt: '2026-11-25T12:02:00Z' }), message({ id: 'old', sentAt: '2026-11-25T12:00:00Z' })]

  expect(mergeMessage(items, message({ id: 'late', sentAt: '2026-11-25T12:01:00Z' })).map(({ id }) => id)).toEqual(['new', 'late', 'old'])
})

test('a day ends at midnight in the zone of the reader', () => {
  const thread = [message({ id: '1', sentAt: '2026-11-25T02:30:00Z' }), message({ id: '2', sentAt: '2026-11-25T03:30:00Z' })]

  expect(toDays(thread, 'America/Sao_Paulo').map(({ day }) => day)).toEqual(['2026-11-24', '2026-11-25'])
  expect(toDays(thread, 'UTC').map(({ day }) => day)).toEqual(['2026-11-25'])
})

test('a message that was not sent stands at the end of its group, where its state is told', () => {
  const thread = [message({ id: '1' }), message({ id: '2', status: 'failed' }), message({ id: '3' })]

  const groups = toDays(thread, 'UTC')[0]?.groups ?? []

  expect(groups.map((group) => group.messages.map(({ id }) => id))).toEqual([['1', '2'], ['3']])
})

test('a group is one side without a pause of more than five minutes', () => {
  const thread = [
    message({ id: '1', sentAt: '2026-11-25T12:00:00Z' }),
    message({ id: '2', sentAt: '2026-11-25T12:05:00Z' }),
    message({ id: '3', sentAt: '2026-11-25T12:06:00Z', direction: 'inbound' }),
    message({ id: '4', sentAt: '2026-11-25T12:12:00Z', direction: 'inbound' }),
  ]

  const groups = toDays(thread, 'UTC')[0]?.groups ?? []

  expect(groups.map((group) => group.messages.map(({ id }) => id))).toEqual([['1', '2'], ['3'], ['4']])
})

test('a note stands where it was written, between groups that it parts', () => {
  const thread = [message({ id: '1', sentAt: '2026-11-25T12:00:00Z' }), message({ id: '2', sentAt: '2026-11-25T12:02:00Z' })]
  const note = { id: 'n', contactId: 'k', conversationId: 'c', authorId: 'u', authorName: 'Ana', body: 'Hm', mentions: [], createdAt: '2026-11-25T12:01:00Z' }

  const groups = toDays(thread, 'UTC', [note])[0]?.groups ?? []

  expect(groups.map((group) => group.note?.id ?? group.messages.map(({ id }) => id).join())).toEqual(['1', 'n', '2'])
})
