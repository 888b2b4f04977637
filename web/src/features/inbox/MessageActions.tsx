import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp, IconMoodPlus } from '@tabler/icons-react'
import type { Message } from '@/api/types'
import { errorText, useTexts } from '@/texts/Texts'
import classes from './Inbox.module.css'
import { useReact } from './sending'

const emojis = ['❤️', '😂', '😮', '😢', '😡', '👍']

/** What can be done to one message: answer it, or react to it. Only what Meta knows can be. */
export function MessageActions({ message, onReply }: { message: Message; onReply: () => void }) {
  const { texts } = useTexts()
  const { sending } = texts
  const react = useReact(message.conversationId)
  if (!message.platformMessageId || message.kind === 'deleted') return null
  const own = message.reactions?.find(({ by }) => by === 'account')?.emoji
  const set = (emoji: string) => react.mutate({ id: message.id, emoji: emoji === own ? null : emoji }, {
    onError: (error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
  })
  return (
    <div className={classes.messageActions}>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={sending.replyTo} onClick={onReply}><IconArrowBackUp size={16} /></ActionIcon>
      <Menu position="top" shadow="md" width="auto">
        <Menu.Target><ActionIcon size="sm" variant="subtle" color="gray" aria-label={sending.react} loading={react.isPending}><IconMoodPlus size={16} /></ActionIcon></Menu.Target>
        <Menu.Dropdown style={{ display: 'flex' }}>
          {emojis.map((emoji) => (
            <Menu.Item key={emoji} p={6} fz={20} lh={1} aria-label={emoji === own ? sending.takeReactionBack(emoji) : sending.reactWith(emoji)} onClick={() => set(emoji)}
              bg={emoji === own ? 'var(--chosen)' : undefined}
            >
              {emoji}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
