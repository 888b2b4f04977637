import { Button, Group, Modal, Text } from '@mantine/core'
import { useUser } from '@/api/session'
import type { Message } from '@/api/types'
import { clockTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { Bubble, GroupFoot } from './Bubble'
import composer from './Composer.module.css'
import classes from './Inbox.module.css'

/** A colleague was faster: what came in while the sender was writing, and whether to send all the same. */
export function MissedDialog({ missed, name, onSend, onEdit }: { missed: readonly Message[]; name: string; onSend: () => void; onEdit: () => void }) {
  const { texts, locale } = useTexts()
  const { sending, inbox, common } = texts
  const { timezone } = useUser()
  return (
    <Modal opened onClose={onEdit} centered size="lg" title={<Text fw={650} size="lg">{sending.missedTitle}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <Text c="dimmed">{sending.missedText}</Text>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls has to be reachable by keyboard. */}
      <div className={composer.missed} tabIndex={0} role="region" aria-label={sending.missedText}>
        {missed.map((message) => (
          <div key={message.id} className={classes.group} data-side={message.direction} role="group" aria-label={message.direction === 'outbound' ? inbox.you : name}>
            <Bubble message={message} found={false} quoted={undefined} />
            <GroupFoot time={clockTime(message.sentAt, locale, timezone)} automatic={message.automatic} />
          </div>
        ))}
      </div>
      <Group justify="flex-end">
        <Button variant="default" onClick={onSend}>{sending.missedSend}</Button>
        <Button onClick={onEdit} data-autofocus>{sending.missedEdit}</Button>
      </Group>
    </Modal>
  )
}
