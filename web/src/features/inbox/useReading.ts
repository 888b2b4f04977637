import { useEffect, useEffectEvent } from 'react'
import type { Conversation } from '@/api/types'
import { useVisible } from '@/lib/useVisible'
import { useMarkRead } from './queries'

/** Marks a conversation read once its end has been on a visible page for a second. */
export function useReading(conversation: Conversation | undefined, atBottom: boolean) {
  const markRead = useMarkRead()
  const shown = useVisible()
  const read = useEffectEvent(() => conversation && markRead.mutate(conversation))
  const unread = conversation?.unreadCount ?? 0
  useEffect(() => {
    if (!shown || !atBottom || unread === 0) return
    const timer = setTimeout(() => read(), 1_000)
    return () => clearTimeout(timer)
  }, [conversation?.id, unread, shown, atBottom])
}
