import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import type { ContactDetail } from '@/api/types'

type Body = components['schemas']['ContactChange']
export type ContactChange = Omit<Body, 'attributes'> & { attributes?: Record<string, string | null> }

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', 'one', id] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/contacts/{id}', { params: { path: { id } }, signal })),
  })

/** Who else a name may mean; nobody before two letters. */
export const contactSearch = (workspaceId: string, q: string) =>
  queryOptions({
    queryKey: ['contacts', 'search', workspaceId, q] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/contacts', { params: { query: { WorkspaceId: workspaceId, Q: q, Limit: 10 } }, signal })).then((page) => page.items),
    enabled: q.length >= 2,
  })

function keepDetail(client: QueryClient) {
  return (detail: ContactDetail) => {
    client.setQueryData(contactQuery(detail.contact.id).queryKey, detail)
    // The others that are this person hold the same.
    void client.invalidateQueries({ queryKey: ['contacts'], predicate: ({ queryKey }) => queryKey[2] !== detail.contact.id })
  }
}

export function useChangeContact(id: string) {
  const client = useQueryClient()
  const { queryKey } = contactQuery(id)
  return useMutation({
    // The document cannot say that the values of a dictionary may be null; null takes an attribute away.
    mutationFn: (body: ContactChange) => unwrap(api.PATCH('/api/contacts/{id}', { params: { path: { id } }, body: body as Body })),
    // What a hand has just ticked stands at once.
    onMutate: ({ tagIds }) => client.setQueryData(queryKey, (detail) => detail && { ...detail, tagIds: tagIds ?? detail.tagIds }),
    onSuccess: keepDetail(client),
    onError: () => client.invalidateQueries({ queryKey }),
  })
}

export function useMergeContact(id: string) {
  const onSuccess = keepDetail(useQueryClient())
  return useMutation({ mutationFn: (contactId: string) => unwrap(api.POST('/api/contacts/{id}/merge', { params: { path: { id } }, body: { contactId } })), onSuccess })
}

export function useUnmergeContact() {
  const onSuccess = keepDetail(useQueryClient())
  return useMutation({ mutationFn: (id: string) => unwrap(api.POST('/api/contacts/{id}/unmerge', { params: { path: { id } } })), onSuccess })
}
