import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { Export } from '@/api/types'
import { useTexts } from '@/texts/Texts'

const LOOK_AGAIN = 5_000

/** What becomes of an erasure: looked at again until it is over. */
export const erasureQuery = (code: string) =>
  queryOptions({
    queryKey: ['erasure', code] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/data-deletion/{code}', { params: { path: { code } }, signal })),
    refetchInterval: ({ state }) => (state.data && !state.data.finishedAt && state.data.state !== 'cancelled' ? LOOK_AGAIN : false),
  })

/** Whether the signed-in user's own account will be erased. */
export const deletionQuery = queryOptions({
  queryKey: ['privacy', 'deletion'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/users/me/deletion', { signal })),
})

export const useDeleteAccount = () =>
  useMutation({ mutationFn: (body: { password: string; reason?: string }) => unwrap(api.DELETE('/api/users/me', { body: { ...body, confirm: 'DELETE' } })) })

export function useKeepAccount() {
  const client = useQueryClient()
  return useMutation({ mutationFn: () => unwrap(api.DELETE('/api/users/me/deletion')), onSuccess: () => client.invalidateQueries({ queryKey: deletionQuery.queryKey }) })
}

export function useEraseContact() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/contacts/{id}/data', { params: { path: { id } } })),
    onSuccess: () => Promise.all(['contacts', 'comments'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}

export function useEraseAccount() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/accounts/{id}/data', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  })
}

const EXPORT_LOOK_AGAIN = 3_000

const whileMaking = ({ state: { data } }: { state: { data?: Export | null } }) => (data && ['waiting', 'running'].includes(data.state) ? EXPORT_LOOK_AGAIN : false)

/** The user's last export, looked at again while it is being made. */
export const ownExportQuery = queryOptions({
  queryKey: ['privacy', 'export'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/users/me/export', { signal })).then((state) => state.export),
  refetchInterval: whileMaking,
})

/** The same of a contact. */
export const contactExportQuery = (id: string) =>
  queryOptions({
    queryKey: ['privacy', 'export', id] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/contacts/{id}/export', { params: { path: { id } }, signal })).then((state) => state.export),
    refetchInterval: whileMaking,
  })

export function useAskForOwnExport() {
  const client = useQueryClient()
  return useMutation({ mutationFn: (password: string) => unwrap(api.POST('/api/users/me/export', { body: { password } })), onSuccess: (made) => client.setQueryData(ownExportQuery.queryKey, made) })
}

export function useAskForContactExport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/api/contacts/{id}/export', { params: { path: { id } } })),
    onSuccess: (made, id) => client.setQueryData(contactExportQuery(id).queryKey, made),
  })
}

/** Which terms of use and which privacy policy are in force. */
export const policiesQuery = queryOptions({
  queryKey: ['policies'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/policies', { signal })),
})

/** What the signed-in user has agreed to, and what they are to be asked before they go on. */
export const consentsQuery = queryOptions({
  queryKey: ['privacy', 'consents'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/users/me/consents', { signal })),
})

export const consentHistoryQuery = infiniteQueryOptions({
  queryKey: ['privacy', 'consent-history'] as const,
  queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/users/me/consents/history', { params: { query: { limit: 20, cursor: pageParam ?? undefined } }, signal })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
})

export type Purpose = 'terms' | 'privacy' | 'marketing' | 'analytics' | 'ai'

/** Several are answered one after the other: what was answered stays so, whatever becomes of the rest. */
export function useAnswerConsents() {
  const client = useQueryClient()
  const { language } = useTexts()
  return useMutation({
    mutationFn: async (answers: { purpose: Purpose; given: boolean; version: string }[]) => {
      for (const answer of answers) client.setQueryData(consentsQuery.queryKey, await unwrap(api.POST('/api/users/me/consents', { body: { ...answer, language } })))
    },
    onSettled: () => Promise.all([consentsQuery.queryKey, consentHistoryQuery.queryKey, policiesQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
