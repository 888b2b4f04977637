import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconClockHour4, IconHandStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import type { ScheduledMessage } from '@/api/types'
import { dateAndTime } from '@/lib/format'
import { errorText, useTexts } from '@/texts/Texts'
import classes from './Composer.module.css'
import { scheduledQuery, useCancelScheduled, useSendScheduled } from './scheduled'

/** What waits in this conversation to be sent later, and what was held because it may no longer fit. */
export function Waiting({ conversationId }: { conversationId: string }) {
  const { texts, locale } = useTexts()
  const { sending } = texts
  const { timezone } = useUser()
  const { data } = useQuery(scheduledQuery(conversationId))
  const cancel = useCancelScheduled(conversationId)
  const send = useSendScheduled(conversationId)
  if (!data || data.length === 0) return null
  const told = (message: string) => ({
    onSuccess: () => notifications.show({ message, color: 'violet' }),
    onError: (error: Error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
  })
  const what = (message: ScheduledMessage) => [message.attachments.length > 0 && sending.filesCount(message.attachments.length), message.text].filter(Boolean).join(' · ')
  return (
    <ul className={classes.waiting} aria-label={sending.waiting}>
      {data.map((message) => (message.heldAt ? (
        <li key={message.id} data-held>
          <IconHandStop size={17} aria-hidden />
          <span role="alert"><b>{message.heldBecause === 'spam' ? sending.held.spam : sending.held.answered}</b> {what(message)}</span>
          <span className={classes.choices}>
            <Button size="compact-xs" variant="light" loading={send.isPending} onClick={() => send.mutate(message.id, told(sending.heldSent))}>{sending.heldSend}</Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => cancel.mutate(message.id, told(sending.waitingCancelled))}>{sending.heldDrop}</Button>
          </span>
        </li>
      ) : (
        <li key={message.id}>
          <IconClockHour4 size={17} aria-hidden />
          <span><b>{sending.waitingAt(dateAndTime(message.sendAt, locale, timezone))}</b> · {what(message)}</span>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => cancel.mutate(message.id, told(sending.waitingCancelled))}>{sending.waitingCancel}</Button>
        </li>
      )))}
    </ul>
  )
}
