import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { membersQuery } from '@/api/members'
import type { Account, Label, Member, Stage } from '@/api/types'
import type { Texts } from '@/texts/en'

/** What a workspace sorts by: it changes seldom, and is asked for again when the page comes back into view. */
const staleTime = 5 * 60_000

const things = <T>(kind: string, workspaceId: string, ask: (signal: AbortSignal) => Promise<{ items: T[] }>) =>
  queryOptions({ queryKey: ['workspace', workspaceId, kind] as const, queryFn: ({ signal }) => ask(signal).then((page) => page.items), staleTime })

const at = (workspaceId: string, signal: AbortSignal) => ({ params: { path: { workspaceId } }, signal })

export const labelsQuery = (workspaceId: string) => things<Label>('labels', workspaceId, (signal) => unwrap(api.GET('/api/workspaces/{workspaceId}/labels', at(workspaceId, signal))))
export const pipelineQuery = (workspaceId: string) => things<Stage>('pipeline', workspaceId, (signal) => unwrap(api.GET('/api/workspaces/{workspaceId}/pipeline', at(workspaceId, signal))))

export type Workspace = { members: Member[]; labels: Label[]; tags: Label[]; stages: Stage[] }

const sorted = (members: Member[] = [], labels: Label[] = [], stages: Stage[] = []): Workspace => ({
  members, labels: labels.filter(({ scope }) => scope === 'conversation'), tags: labels.filter(({ scope }) => scope === 'contact'), stages,
})

export function useWorkspace(workspaceId: string | undefined): Workspace {
  const id = workspaceId ?? ''
  const enabled = workspaceId !== undefined
  const members = useQuery({ ...membersQuery(id), enabled }).data
  const labels = useQuery({ ...labelsQuery(id), enabled }).data
  return sorted(members, labels, useQuery({ ...pipelineQuery(id), enabled }).data)
}

/** The same, of all workspaces of these accounts together: what a list over all of them can be narrowed by. */
export function useWorkspaces(accounts: readonly Account[]): Workspace {
  const ids = [...new Set(accounts.map(({ workspaceId }) => workspaceId))]
  const members = useQueries({ queries: ids.map(membersQuery) }).flatMap(({ data }) => data ?? [])
  const labels = useQueries({ queries: ids.map(labelsQuery) }).flatMap(({ data }) => data ?? [])
  const stages = useQueries({ queries: ids.map(pipelineQuery) }).flatMap(({ data }) => data ?? [])
  return sorted(members.filter((member, at) => members.findIndex(({ userId }) => userId === member.userId) === at), labels, stages)
}

/** A stage that came with the workspace has a name in every language. */
export const stageName = ({ key, name }: Stage, { crm }: Texts) => {
  const names: Record<string, string> = crm.stages
  return (key && names[key]) || name
}

export const memberName = (members: readonly Member[], userId: string, texts: Texts) => members.find((member) => member.userId === userId)?.name ?? texts.crm.formerColleague

function useChange<T>(workspaceId: string, mutationFn: (change: T) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSuccess: () => client.invalidateQueries({ queryKey: ['workspace', workspaceId] }) })
}

export const useAddLabel = (workspaceId: string) =>
  useChange(workspaceId, (body: { scope: string; name: string; color: string }) => unwrap(api.POST('/api/workspaces/{workspaceId}/labels', { params: { path: { workspaceId } }, body })))

export const useChangeLabel = (workspaceId: string) =>
  useChange(workspaceId, ({ id, ...body }: { id: string; name?: string; color?: string }) => unwrap(api.PATCH('/api/labels/{id}', { params: { path: { id } }, body })))

export const useDeleteLabel = (workspaceId: string) => useChange(workspaceId, (id: string) => unwrap(api.DELETE('/api/labels/{id}', { params: { path: { id } } })))

export const useReplacePipeline = (workspaceId: string) =>
  useChange(workspaceId, (stages: { id: string | null; name: string; color: string }[]) => unwrap(api.PUT('/api/workspaces/{workspaceId}/pipeline', { params: { path: { workspaceId } }, body: { stages } })))
