import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ApiKeyDraft } from '@/api/types'

const at = (workspaceId: string) => ({ params: { path: { workspaceId } } })

export const keysQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['keys', workspaceId] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/workspaces/{workspaceId}/api-keys', { ...at(workspaceId), signal })),
    refetchInterval: 60_000,
  })

function useKeyChange<TVariables, TData>(workspaceId: string, mutationFn: (variables: TVariables) => Promise<TData>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: ['keys', workspaceId] }) })
}

export const useAddKey = (workspaceId: string) => useKeyChange(workspaceId, (body: ApiKeyDraft) => unwrap(api.POST('/api/workspaces/{workspaceId}/api-keys', { ...at(workspaceId), body })))

export const useRevokeKey = (workspaceId: string) =>
  useKeyChange(workspaceId, (keyId: string) => unwrap(api.DELETE('/api/workspaces/{workspaceId}/api-keys/{keyId}', { params: { path: { workspaceId, keyId } } })))

export type KeyChange = { keyId: string; name?: string; restricted?: boolean; accounts?: string[] }

export const useChangeKey = (workspaceId: string) =>
  useKeyChange(workspaceId, ({ keyId, ...body }: KeyChange) => unwrap(api.PATCH('/api/workspaces/{workspaceId}/api-keys/{keyId}', { params: { path: { workspaceId, keyId } }, body })))

export const useRotateKey = (workspaceId: string) =>
  useKeyChange(workspaceId, ({ keyId, graceHours }: { keyId: string; graceHours: number }) =>
    unwrap(api.POST('/api/workspaces/{workspaceId}/api-keys/{keyId}/rotate', { params: { path: { workspaceId, keyId } }, body: { graceHours } })))
