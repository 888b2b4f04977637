import type { ConversationFilter, ConversationStatus } from './queries'

const statuses: readonly string[] = ['open', 'closed', 'archived', 'spam'] satisfies ConversationStatus[]
const isStatus = (text: string | null): text is ConversationStatus => text !== null && statuses.includes(text)

/** The URL says what is listed. Anything else in it reads as the default. */
export function readFilter(params: URLSearchParams): ConversationFilter {
  const status = params.get('status')
  return { accountId: params.get('account'), status: isStatus(status) ? status : 'open', unread: params.get('unread') === '1', q: params.get('q') ?? '' }
}
