import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { ReplyTemplate } from '@/api/types'

/** All templates of the workspace, the most used first. */
export const templatesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['templates', workspaceId] as const,
    queryFn: async ({ signal }) => {
      const all: ReplyTemplate[] = []
      for (let cursor: string | null | undefined; cursor !== null;) {
        const query = { WorkspaceId: workspaceId, Limit: 100, Cursor: cursor }
        const page: { items: ReplyTemplate[]; nextCursor: string | null } = await unwrap(api.GET('/api/reply-templates', { params: { query }, signal }))
        all.push(...page.items)
        cursor = page.nextCursor
      }
      return all.sort((one, other) => other.usageCount - one.usageCount || one.name.localeCompare(other.name))
    },
  })

export type TemplateFields = { name: string; text: string; shortcut: string; category: string; language: string }

export function useSaveTemplate(workspaceId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, fields }: { id: string | null; fields: TemplateFields }) => id
      ? unwrap(api.PATCH('/api/reply-templates/{id}', { params: { path: { id } }, body: fields }))
      : unwrap(api.POST('/api/reply-templates', { body: { ...fields, workspaceId }, headers: { 'Idempotency-Key': crypto.randomUUID() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['templates'] }),
  })
}

export function useDeleteTemplate() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/reply-templates/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['templates'] }),
  })
}

/** A template's words for this conversation; nothing is sent. */
export const useRenderTemplate = (conversationId: string) =>
  useMutation({ mutationFn: (id: string) => unwrap(api.POST('/api/reply-templates/{id}/render', { params: { path: { id } }, body: { conversationId } })) })
