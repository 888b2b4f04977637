import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { SearchHit } from '@/api/types'
import { addDays } from '@/lib/months'
import { instantOf } from '@/lib/zones'

export type SearchFilter = {
  q: string; accountId: string | null; workspaceId: string | null; contactId: string | null; direction: 'inbound' | 'outbound' | null; media: boolean; kind: string | null
  /** Days, both included. */
  from: string | null; to: string | null
}

/** The names under which the URL keeps what narrows a search. */
export const searchNames = ['contact', 'direction', 'media', 'kind', 'from', 'to'] as const

const isDay = (text: string | null) => text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

/** The URL says what is searched. Anything else in it reads as the default. */
export function readSearch(params: URLSearchParams, place: string | null): SearchFilter {
  const direction = params.get('direction')
  const day = (name: string) => (isDay(params.get(name)) ? params.get(name) : null)
  return {
    q: params.get('q') ?? '', accountId: params.get('account'), workspaceId: params.get('account') ? null : place, contactId: params.get('contact'), direction: direction === 'inbound' || direction === 'outbound' ? direction : null,
    media: params.get('media') === '1', kind: params.get('kind'), from: day('from'), to: day('to'),
  }
}

export const searchQuery = (filter: SearchFilter, zone: string) =>
  infiniteQueryOptions({
    queryKey: ['search', filter, zone] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/messages/search', {
          params: {
            query: {
              Q: filter.q, AccountId: filter.accountId ?? undefined, WorkspaceId: filter.workspaceId ?? undefined, ContactId: filter.contactId ?? undefined, Direction: filter.direction ?? undefined, HasMedia: filter.media || undefined,
              Kind: filter.kind ?? undefined, From: filter.from ? instantOf(`${filter.from}T00:00`, zone).toISOString() : undefined,
              To: filter.to ? instantOf(`${addDays(filter.to, 1)}T00:00`, zone).toISOString() : undefined, Limit: 20, Cursor: pageParam ?? undefined,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: filter.q.trim() !== '',
    // While the next word is typed, what was found stays.
    placeholderData: keepPreviousData,
  })

/** The URL's query for another conversation: a message belongs to one. */
export function withoutMessage(params: URLSearchParams): string {
  const kept = new URLSearchParams(params)
  kept.delete('message')
  return kept.toString()
}

/** Where a found message is read: in its thread, with the search kept beside it. */
export function hrefOfHit({ message }: SearchHit, params: URLSearchParams) {
  const search = new URLSearchParams(params)
  search.set('message', message.id)
  return { pathname: `/inbox/${message.conversationId}`, search: search.toString() }
}
