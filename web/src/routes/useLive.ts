import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { startFeed } from '@/api/live/feed'
import { askAgainIfOvertaken } from '@/api/live/overtaken'
import { signedInId } from '@/api/session'
import type { Account, AccountEvent, Notification } from '@/api/types'
import { applyAccountEvent } from '@/features/accounts/events'
import { applyCommentEvent, authorOf } from '@/features/comments/events'
import { applyInboxEvent, callFor, senderOf } from '@/features/inbox/events'
import { applyNotification, applyNotificationsRead, isUrgent } from '@/features/notifications/events'
import { wordsOf } from '@/features/notifications/words'
import { applyPostEvent } from '@/features/publishing/events'
import { dateAndTime } from '@/lib/format'
import { browserZone } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { announce } from '@/ui/announce'

/** Keeps the query cache in step with what happens in these accounts. */
export function useLive(accounts: readonly Account[]) {
  const client = useQueryClient()
  const { texts, locale } = useTexts()
  const { inbox, comments, crm } = texts
  const accountIds = accounts.map(({ id }) => id).sort().join()

  const onEvents = useEffectEvent((events: AccountEvent[]) => {
    askAgainIfOvertaken(client)
    for (const event of events) {
      applyInboxEvent(client, event)
      applyCommentEvent(client, event)
      applyPostEvent(client, event)
      applyAccountEvent(client, event)
      const call = callFor(event, signedInId())
      if (call) notifications.show({ message: crm.callsOnYou(call.authorName ?? crm.formerColleague), color: 'orange' })
    }
    const arrived = events.findLast(({ kind, payload }) => kind === 'message.received' && !(payload as { historic?: boolean }).historic)
    if (arrived) announce(inbox.newMessageFrom(senderOf(client, arrived) ?? inbox.unknownContact))
    const commented = events.findLast((event) => event.kind === 'comment.received' && authorOf(event))
    if (commented) announce(comments.newCommentFrom(authorOf(commented) ?? inbox.unknownContact))
  })
  const onNotification = useEffectEvent((notification: Notification) => {
    applyNotification(client, notification)
    if (!isUrgent(notification)) return
    const { title, about } = wordsOf(notification, accounts, texts, (at) => dateAndTime(at, locale, browserZone()))
    notifications.show({ title, message: about, color: 'orange' })
  })
  // Only what was read before the numbering was known can have missed an event.
  const onStart = useEffectEvent((at: number) => void client.invalidateQueries({ predicate: ({ queryKey, state }) => queryKey[0] !== 'accounts' && state.dataUpdatedAt <= at }))

  useEffect(() => {
    if (!accountIds) return
    return startFeed(accountIds.split(','), { onEvents: (events) => onEvents(events), onStart: (at) => onStart(at), onNotification: (notification) => onNotification(notification), onNotificationsRead: (until) => applyNotificationsRead(client, until) })
  }, [accountIds, client])
}
