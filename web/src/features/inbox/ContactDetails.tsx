import { Anchor, Stack, Text, Title } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { useNow } from '@/lib/clock'
import { dateAndTime, relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { Picture } from '@/ui/Picture'
import classes from './Inbox.module.css'
import { nameOf } from './names'
import { conversationQuery, type ConversationStatus } from './queries'

export function ContactDetails({ conversationId, accounts }: { conversationId: string; accounts: Account[] }) {
  const { texts, locale } = useTexts()
  const { inbox } = texts
  const { timezone } = useUser()
  const now = useNow()
  const { data: conversation } = useQuery(conversationQuery(conversationId))
  if (!conversation) return null
  const { contact, replyWindow } = conversation
  const name = nameOf(contact, texts)
  const mayAnswer = replyWindow.tag !== 'closed' && replyWindow.closesAt
  return (
    <Stack p="lg" gap="lg">
      <Stack align="center" gap={6} ta="center">
        <Picture url={contact.pictureUrl} name={name} size={84} />
        <Title order={2} size="h4">{name}</Title>
        {contact.username && (
          <Anchor href={`https://www.instagram.com/${contact.username}/`} target="_blank" rel="noopener noreferrer" size="sm" underline="always" aria-label={inbox.profile(contact.username)}>
            @{contact.username} <IconExternalLink size={13} aria-hidden />
          </Anchor>
        )}
      </Stack>
      <dl className={classes.rows}>
        <div><dt>{inbox.account}</dt><dd>@{accounts.find(({ id }) => id === conversation.accountId)?.username}</dd></div>
        {/* The four statuses are all that the API has. */}
        <div><dt>{inbox.state}</dt><dd>{inbox.status[conversation.status as ConversationStatus]}</dd></div>
        <div><dt>{inbox.lastMessage}</dt><dd>{relativeTime(conversation.lastMessageAt, now, locale)}</dd></div>
        <div>
          <dt>{inbox.answerUntil}</dt>
          <dd>{mayAnswer ? dateAndTime(mayAnswer, locale, timezone) : inbox.answerNot}{mayAnswer && <Text size="xs" c="dimmed">{relativeTime(mayAnswer, now, locale)}</Text>}</dd>
        </div>
      </dl>
    </Stack>
  )
}
