import type { Contact } from '@/api/types'
import type { Texts } from '@/texts/en'

export const nameOf = (contact: Contact, texts: Texts) => contact.name || contact.username || texts.inbox.unknownContact

type Kind = keyof Texts['inbox']['kind']

/** What a message without words is; empty for text. */
export function kindText(kind: string, texts: Texts): string {
  const kinds = texts.inbox.kind
  return kind in kinds ? kinds[kind as Kind] : kind === 'text' ? '' : kinds.unsupported
}

export type MessageStatus = keyof Texts['inbox']['messageStatus']
export const statusText = (status: string, texts: Texts) => {
  const { messageStatus } = texts.inbox
  return status in messageStatus ? messageStatus[status as MessageStatus] : status
}
