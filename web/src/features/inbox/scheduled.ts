import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { bodyOf, type Letter } from './sending'

/** What waits in a conversation to be sent later, the next first. */
export const scheduledQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ['scheduled', conversationId] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/conversations/{conversationId}/scheduled-messages', { params: { path: { conversationId } }, signal })).then((page) => page.items),
  })

export function useSchedule(conversationId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ letter, sendAt }: { letter: Letter; sendAt: string }) =>
      unwrap(api.POST('/api/conversations/{conversationId}/scheduled-messages', { params: { path: { conversationId } }, body: { ...bodyOf(letter), sendAt } })),
    onSuccess: () => client.invalidateQueries({ queryKey: scheduledQuery(conversationId).queryKey }),
  })
}

/** Sends it now, whatever holds it. */
export function useSendScheduled(conversationId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/api/conversations/{conversationId}/scheduled-messages/{id}/send', { params: { path: { conversationId, id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: scheduledQuery(conversationId).queryKey }),
  })
}

export function useCancelScheduled(conversationId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/conversations/{conversationId}/scheduled-messages/{id}', { params: { path: { conversationId, id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: scheduledQuery(conversationId).queryKey }),
  })
}
