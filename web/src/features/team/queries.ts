import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

const at = (workspaceId: string) => ({ params: { path: { workspaceId } } })

export const workspaceQuery = (workspaceId: string) =>
  queryOptions({ queryKey: ['workspace', workspaceId, 'itself'] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces/{workspaceId}', { ...at(workspaceId), signal })) })

/** Below the workspace's key: whoever is invited or leaves changes what is used. */
export const tierQuery = (workspaceId: string) =>
  queryOptions({ queryKey: ['workspace', workspaceId, 'tier'] as const, queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces/{workspaceId}/tier', { ...at(workspaceId), signal })) })

export const invitationsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['workspace', workspaceId, 'invitations'] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces/{workspaceId}/invitations', { ...at(workspaceId), signal })).then((page) => page.items),
  })

function useTeamChange<TVariables, TData>(workspaceId: string, mutationFn: (variables: TVariables) => Promise<TData>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    // What was refused may have changed meanwhile.
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['workspace', workspaceId] }), client.invalidateQueries({ queryKey: ['workspaces'] })]),
  })
}

export const useRename = (id: string) => useTeamChange(id, (name: string) => unwrap(api.PATCH('/api/workspaces/{workspaceId}', { ...at(id), body: { name } })))

export const useInvite = (id: string) =>
  useTeamChange(id, (body: { email: string; role: string }) => unwrap(api.POST('/api/workspaces/{workspaceId}/invitations', { ...at(id), body })))

const invitation = (workspaceId: string, id: string) => ({ params: { path: { workspaceId, id } } })

export const useResend = (workspaceId: string) =>
  useTeamChange(workspaceId, (id: string) => unwrap(api.POST('/api/workspaces/{workspaceId}/invitations/{id}/resend', invitation(workspaceId, id))))

export const useRevoke = (workspaceId: string) =>
  useTeamChange(workspaceId, (id: string) => unwrap(api.DELETE('/api/workspaces/{workspaceId}/invitations/{id}', invitation(workspaceId, id))))

export type MemberChange = { userId: string; role?: string; restricted?: boolean; accounts?: string[] }

const member = (workspaceId: string, userId: string) => ({ params: { path: { workspaceId, userId } } })

export const useChangeMember = (workspaceId: string) =>
  useTeamChange(workspaceId, ({ userId, ...body }: MemberChange) => unwrap(api.PATCH('/api/workspaces/{workspaceId}/members/{userId}', { ...member(workspaceId, userId), body })))

export const useRemoveMember = (workspaceId: string) =>
  useTeamChange(workspaceId, (userId: string) => unwrap(api.DELETE('/api/workspaces/{workspaceId}/members/{userId}', member(workspaceId, userId))))

export const useTransfer = (workspaceId: string) =>
  useTeamChange(workspaceId, (body: { userId: string; password: string }) => unwrap(api.POST('/api/workspaces/{workspaceId}/transfer', { ...at(workspaceId), body })))

export function useOpenWorkspace() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => unwrap(api.POST('/api/workspaces', { body: { name } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['workspaces'] }),
  })
}

/** Everything that was seen of the workspace is forgotten. */
export function useDeleteWorkspace(workspaceId: string) {
  const client = useQueryClient()
  return useMutation({ mutationFn: (password: string) => unwrap(api.DELETE('/api/workspaces/{workspaceId}', { ...at(workspaceId), body: { password } })), onSuccess: () => void client.resetQueries() })
}

/** Everything that was seen of the workspace is forgotten. */
export function useLeave(workspaceId: string) {
  const client = useQueryClient()
  return useMutation({ mutationFn: () => unwrap(api.POST('/api/workspaces/{workspaceId}/leave', at(workspaceId))), onSuccess: () => client.resetQueries() })
}

/** What an invitation is to. The token says what may be seen, so it is part of the key. */
export const invitedQuery = (token: string) =>
  queryOptions({ queryKey: ['invited', token] as const, queryFn: () => unwrap(api.POST('/api/invitations/look', { body: { token } })), retry: false, staleTime: Infinity })

/** There is more to see then; the invitation itself is used up, and is not asked for again. */
export function useAccept() {
  const client = useQueryClient()
  return useMutation({ mutationFn: (token: string) => unwrap(api.POST('/api/invitations/accept', { body: { token } })), onSuccess: () => void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'invited' }) })
}
