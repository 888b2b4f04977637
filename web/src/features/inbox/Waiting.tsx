import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconClockHour4 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import { dateAndTime } from '@/lib/format'
import { errorText, useTexts } from '@/texts/Texts'
import classes from './Composer.module.css'
import { scheduledQuery, useCancelScheduled } from './scheduled'

/** What waits in this conversation to be sent later. */
export function Waiting({ conversationId }: { conversationId: string }) {
  const { texts, locale } = useTexts()
  const { sending } = texts
  const { timezone } = useUser()
  const { data } = useQuery(scheduledQuery(conversationId))
  const cancel = useCancelScheduled(conversationId)
  if (!data || data.length === 0) return null
  const take = (id: string) => cancel.mutate(id, {
    onSuccess: () => notifications.show({ message: sending.waitingCancelled, color: 'violet' }),
    onError: (error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
  })
  return (
    <ul className={classes.waiting} aria-label={sending.waiting}>
      {data.map((message) => (
        <li key={message.id}>
          <IconClockHour4 size={17} aria-hidden />
          <span><b>{sending.waitingAt(dateAndTime(message.sendAt, locale, timezone))}</b> · {[message.attachments.length > 0 && sending.filesCount(message.attachments.length), message.text].filter(Boolean).join(' · ')}</span>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => take(message.id)}>{sending.waitingCancel}</Button>
        </li>
      ))}
    </ul>
  )
}
