import type { Attachment, Contact, Reaction } from '@/api/types'
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

const origins = ['story_reply', 'story_link', 'quick_reply', 'postback', 'referral_ad', 'referral_product', 'referral_link'] as const
export type Origin = (typeof origins)[number]

/** What a message came out of; undefined for what hangs on it. */
export const originOf = ({ type }: Attachment): Origin | undefined => origins.find((origin) => origin === type)

// Meta's words for what is shared change over time.
const shared: Record<string, Kind> = { ig_post: 'share', post: 'share', media: 'share', fallback: 'share', ig_reel: 'reel', ig_story: 'story', like_heart: 'sticker' }
export const attachmentText = (type: string, texts: Texts) => kindText(shared[type] ?? type, texts)

// Meta does not always give the sign itself.
const signs: Record<string, string> = { love: '❤️', like: '👍', smile: '😂', laugh: '😂', wow: '😮', sad: '😢', angry: '😠' }
export const signOf = ({ emoji, reaction }: Reaction) => emoji ?? signs[reaction] ?? '💬'
