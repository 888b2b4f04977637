import type { WebhookDelivery } from '@/api/types'
import type { Texts } from '@/texts/en'

/** How the last try ended: the server's answer, or why there was none. Pure. */
export function whyOf({ statusCode, milliseconds, reason }: Pick<WebhookDelivery, 'statusCode' | 'milliseconds' | 'reason'>, words: Texts['webhooks']): string {
  const answer = statusCode === null ? null : words.answered(statusCode, milliseconds)
  // "Refused" says no more than the number does.
  const why = reason === null || (reason === 'refused' && answer) ? null : (words.reasons[reason] ?? reason)
  return [answer, why].filter(Boolean).join(', ')
}
