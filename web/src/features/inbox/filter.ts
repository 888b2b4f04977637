import type { ConversationFilter, ConversationStatus } from './queries'

export const statuses: readonly ConversationStatus[] = ['open', 'snoozed', 'closed', 'archived', 'spam']
export const priorities = ['low', 'normal', 'high', 'urgent'] as const
export type Priority = (typeof priorities)[number]

const oneOf = <T extends string>(known: readonly T[], text: string | null): T | null => known.find((value) => value === text) ?? null
const isId = (text: string | null) => text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
const idOf = (text: string | null) => (isId(text) ? text : null)

/** The URL says what is listed. Anything else in it reads as the default. */
export function readFilter(params: URLSearchParams, place: string | null): ConversationFilter {
  const assignee = params.get('assignee')
  return {
    accountId: params.get('account'), workspaceId: params.get('account') ? null : place, status: oneOf(statuses, params.get('status')) ?? 'open', unread: params.get('unread') === '1',
    assignee: assignee === 'me' || assignee === 'none' ? assignee : idOf(assignee), label: idOf(params.get('label')), stage: idOf(params.get('stage')),
    priority: oneOf(priorities, params.get('priority')),
  }
}

/** The names under which the URL keeps what `readFilter` reads; the search has its own field. */
export const filterNames = ['status', 'unread', 'assignee', 'label', 'stage', 'priority'] as const
