import type { Contact } from '@/api/types'
import type { Texts } from '@/texts/en'

/** Until Instagram has told the name, the end of its id tells one customer from the next. */
export const nameOf = (contact: Contact, texts: Texts) => contact.name || contact.username || `${texts.inbox.unknownContact} ${contact.platformContactId.slice(-4)}`

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
