import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Note } from '@/api/types'

type About = { kind: 'conversation' | 'contact'; id: string }
type Notes = { items: Note[]; nextCursor: string | null }

const askFor = ({ kind, id }: About, cursor: string | undefined, signal: AbortSignal): Promise<Notes> =>
  kind === 'conversation'
    ? unwrap(api.GET('/api/conversations/{conversationId}/notes', { params: { path: { conversationId: id }, query: { cursor, limit: 100 } }, signal }))
    : unwrap(api.GET('/api/contacts/{contactId}/notes', { params: { path: { contactId: id }, query: { cursor, limit: 20 } }, signal }))

/** Newest first. */
export const notesQuery = (about: About) =>
  infiniteQueryOptions({
    queryKey: ['notes', about.kind, about.id] as const,
    queryFn: ({ pageParam, signal }) => askFor(about, pageParam ?? undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })

export function useAddNote(about: About) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { body: string; mentions: string[] }) =>
      about.kind === 'conversation'
        ? unwrap(api.POST('/api/conversations/{conversationId}/notes', { params: { path: { conversationId: about.id } }, body }))
        : unwrap(api.POST('/api/contacts/{contactId}/notes', { params: { path: { contactId: about.id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notes', about.kind] }),
  })
}

export function useRemoveNote() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/notes/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notes'] }),
  })
}
