import type { QueryClient } from '@tanstack/react-query'
import type { AccountEvent, Post } from '@/api/types'
import { putPost } from './cache'

export function applyPostEvent(client: QueryClient, event: AccountEvent) {
  if (event.kind !== 'post.changed') return
  // A post.changed event carries this; the document types every payload as any JSON.
  const { post } = event.payload as { post: Post }
  // Each step that is written down of a post is told by such an event.
  void client.invalidateQueries({ queryKey: ['posts', 'attempts', post.id] })
  const known = client.getQueryData<Post>(['posts', 'one', post.id])
  // An event that was overtaken by a newer answer does not take it back.
  if (!known || known.updatedAt <= post.updatedAt) putPost(client, post)
}
