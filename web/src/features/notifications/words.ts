import { IconAlertTriangle, IconAt, IconCalendarCheck, IconCalendarX, IconChecks, IconClockX, IconFileDownload, IconHandStop, IconHourglass, IconMessageCircle, IconMessages, IconNote, IconPlugConnectedX, IconUserCheck, IconWebhookOff, IconX, IconBell, type Icon } from '@tabler/icons-react'
import type { Account, Notification } from '@/api/types'
import type { Texts } from '@/texts/en'

type Tone = 'grey' | 'blue' | 'orange' | 'green' | 'red'

const looks: Record<string, { icon: Icon; tone: Tone }> = {
  'message.received': { icon: IconMessages, tone: 'blue' },
  'comment.received': { icon: IconMessageCircle, tone: 'blue' },
  'mention.received': { icon: IconAt, tone: 'blue' },
  'note.mention': { icon: IconNote, tone: 'orange' },
  'conversation.assigned': { icon: IconUserCheck, tone: 'blue' },
  'message.held': { icon: IconHandStop, tone: 'orange' },
  'post.published': { icon: IconCalendarCheck, tone: 'green' },
  'post.failed': { icon: IconCalendarX, tone: 'red' },
  'post.missed': { icon: IconClockX, tone: 'red' },
  'post.postponed': { icon: IconHourglass, tone: 'orange' },
  'post.needs-approval': { icon: IconHourglass, tone: 'orange' },
  'post.approved': { icon: IconChecks, tone: 'green' },
  'post.rejected': { icon: IconX, tone: 'red' },
  'post.preflight': { icon: IconAlertTriangle, tone: 'orange' },
  'account.token-expiring': { icon: IconPlugConnectedX, tone: 'orange' },
  'account.token-expired': { icon: IconPlugConnectedX, tone: 'red' },
  'account.disconnected': { icon: IconPlugConnectedX, tone: 'grey' },
  'export.ready': { icon: IconFileDownload, tone: 'green' },
  'webhook.disabled': { icon: IconWebhookOff, tone: 'red' },
}

/** A kind that a newer server knows has a plain look. */
export const lookOf = (kind: string) => looks[kind] ?? { icon: IconBell, tone: 'grey' as const }

// The kind says what the facts are; the document types them as any JSON.
const fact = ({ facts }: Notification, name: string): string | null => {
  const value = (facts as Record<string, unknown> | null)?.[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** The sentence, and what it is about. Pure: `at` puts an instant into the reader's words. */
export function wordsOf(notification: Notification, accounts: readonly Account[], texts: Texts, at: (instant: string) => string): { title: string; about: string | null } {
  const { sentences, somebody } = texts.notifications
  const { kind, count, contact, actor, accountId } = notification
  const person = contact?.name || (contact?.username && `@${contact.username}`) || texts.inbox.unknownContact
  const by = actor?.name ?? somebody
  const author = fact(notification, 'author')
  const shop = accounts.find(({ id }) => id === accountId)?.username ?? ''
  const about = fact(notification, 'text')
  const caption = notification.postCaption || fact(notification, 'caption')
  const until = fact(notification, 'until')
  switch (kind) {
    case 'message.received': return { title: sentences.message(person, count), about: null }
    case 'comment.received': return { title: count === 1 ? sentences.comment(author ? `@${author}` : somebody) : sentences.comments(count), about: (count === 1 && about) || caption }
    case 'mention.received': return { title: sentences.mention(author ? `@${author}` : somebody), about }
    case 'note.mention': return { title: sentences.note(by), about }
    case 'conversation.assigned': return { title: sentences.assigned(by, person), about: null }
    case 'message.held': return { title: sentences.held(person), about }
    case 'post.published': return { title: sentences.published, about: caption }
    case 'post.failed': return { title: sentences.failed, about: caption }
    case 'post.missed': return { title: sentences.missed, about: caption }
    case 'post.postponed': return { title: sentences.postponed(until && at(until)), about: caption }
    case 'post.needs-approval': return { title: sentences.needsApproval(by), about: caption }
    case 'post.approved': return { title: sentences.approved(by), about: caption }
    case 'post.rejected': return { title: sentences.rejected(by), about: fact(notification, 'reason') ?? caption }
    case 'post.preflight': return { title: sentences.preflight, about: caption }
    case 'account.token-expiring': return { title: sentences.tokenExpiring(shop), about: null }
    case 'account.token-expired': return { title: sentences.tokenExpired(shop), about: null }
    case 'account.disconnected': return { title: sentences.disconnected(shop), about: null }
    case 'export.ready': return { title: sentences.exported(fact(notification, 'subject') === 'contact' ? person : ''), about: null }
    case 'webhook.disabled': return { title: sentences.webhookOff(fact(notification, 'host') ?? ''), about: null }
    default: return { title: sentences.other, about: caption }
  }
}

/** Where it is looked after. */
export function placeOf({ kind, subjectId, conversationId }: Notification): string {
  if (kind.startsWith('comment.') || kind.startsWith('mention.')) return `/comments/${subjectId}`
  if (kind.startsWith('post.')) return `/calendar?post=${subjectId}`
  if (kind.startsWith('account.')) return '/accounts'
  if (kind === 'export.ready' && !conversationId) return '/settings/privacy'
  if (kind.startsWith('webhook.')) return '/settings/webhooks'
  return conversationId ? `/inbox/${conversationId}` : '/inbox'
}
