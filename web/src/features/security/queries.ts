import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { updateUser } from '@/api/session'

export const sessionsQuery = queryOptions({
  queryKey: ['security', 'sessions'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/auth/sessions', { signal })).then((page) => page.items),
})

export const loginsQuery = infiniteQueryOptions({
  queryKey: ['security', 'logins'] as const,
  queryFn: ({ pageParam, signal }) => unwrap(api.GET('/api/auth/logins', { params: { query: { limit: 20, cursor: pageParam ?? undefined } }, signal })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
})

export const mfaQuery = queryOptions({
  queryKey: ['security', 'mfa'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/users/me/mfa', { signal })),
})

/** Whatever is changed here may end sessions. */
function useSecurityChange<TVariables, TData>(mutationFn: (variables: TVariables) => Promise<TData>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => void client.invalidateQueries({ queryKey: ['security'] }) })
}

/** Resolves to the user as they are then: who has confirmed the address meanwhile gets no mail any more. */
export const useSendVerification = () =>
  useMutation({
    mutationFn: async () => {
      await unwrap(api.POST('/api/users/me/verify-email'))
      return unwrap(api.GET('/api/users/me'))
    },
    onSuccess: updateUser,
  })

export const useChangePassword = () =>
  useSecurityChange((body: { currentPassword: string; newPassword: string }) => unwrap(api.POST('/api/users/me/change-password', { body })))

export const useEndSession = () => useSecurityChange((id: string) => unwrap(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } })))

export const useEndOthers = () => useSecurityChange(() => unwrap(api.DELETE('/api/auth/sessions')))

export const useProposeMfa = () => useMutation({ mutationFn: (password: string) => unwrap(api.POST('/api/users/me/mfa', { body: { password } })) })

export const useConfirmMfa = () => useSecurityChange((code: string) => unwrap(api.POST('/api/users/me/mfa/confirm', { body: { code } })))

export const useRenewCodes = () => useSecurityChange((password: string) => unwrap(api.POST('/api/users/me/mfa/recovery-codes', { body: { password } })))

export const useDisableMfa = () => useSecurityChange((password: string) => unwrap(api.POST('/api/users/me/mfa/disable', { body: { password } })))

/** The address that waits to be confirmed, if one does. */
export const emailChangeQuery = queryOptions({
  queryKey: ['security', 'email-change'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/users/me/email-change', { signal })).then(({ pending }) => pending),
})

export const useAskForEmail = () => useSecurityChange((body: { email: string; password: string }) => unwrap(api.POST('/api/users/me/email-change', { body })))

export const useCallOffEmail = () => useSecurityChange(() => unwrap(api.DELETE('/api/users/me/email-change')))
