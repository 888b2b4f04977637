import { Anchor, Badge, Divider, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconExternalLink, IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMayAt } from '@/api/accounts'
import { useUser } from '@/api/session'
import type { Account, ContactDetail, Conversation } from '@/api/types'
import { useNow } from '@/lib/clock'
import { compactNumber, dateAndTime, relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { Picture } from '@/ui/Picture'
import { EraseContact } from '@/features/privacy/EraseContact'
import { ExportContact } from '@/features/privacy/ExportContact'
import { ContactForm } from './ContactForm'
import { ContactNotes } from './ContactNotes'
import { contactQuery } from './contacts'
import classes from './Inbox.module.css'
import { MergeContacts } from './MergeContacts'
import { nameOf } from './names'
import { conversationQuery, type ConversationStatus } from './queries'
import { memberName, useWorkspace } from './workspace'

/** Everything known about the person: from Instagram, and what colleagues noted. */
export function ContactDetails({ conversationId, accounts }: { conversationId: string; accounts: Account[] }) {
  const { texts } = useTexts()
  const { data: conversation } = useQuery(conversationQuery(conversationId))
  const workspaceId = accounts.find(({ id }) => id === conversation?.accountId)?.workspaceId
  const workspace = useWorkspace(workspaceId)
  const mayWriteAt = useMayAt('messages:write')
  const contactId = conversation?.contact.id ?? ''
  const { data: detail, error, refetch } = useQuery({ ...contactQuery(contactId), enabled: contactId !== '' })
  if (!conversation) return null
  const mayWrite = mayWriteAt?.(conversation.accountId) ?? false
  return (
    <Stack p="lg" gap="lg">
      <Who conversation={conversation} detail={detail} />
      <Facts conversation={conversation} accounts={accounts} assignee={conversation.assigneeId ? memberName(workspace.members, conversation.assigneeId, texts) : texts.crm.nobody} />
      <Divider />
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      {!detail && !error && <Skeleton height={220} radius="md" />}
      {detail && (
        <>
          <fieldset disabled={!mayWrite} className={classes.plain}><ContactForm key={detail.contact.id} detail={detail} workspace={workspace} /></fieldset>
          <Divider />
          <ContactNotes contactId={contactId} members={workspace.members} mayWrite={mayWrite} />
          {mayWrite && <Divider />}
          {mayWrite && workspaceId && <MergeContacts key={`merge-${contactId}`} detail={detail} workspaceId={workspaceId} accounts={accounts} />}
          <Divider />
          {workspaceId && <ExportContact key={`export-${contactId}`} contactId={contactId} workspaceId={workspaceId} />}
          {workspaceId && <EraseContact key={`erase-${contactId}`} workspaceId={workspaceId} contactId={contactId} name={conversation.contact.username ?? nameOf(conversation.contact, texts)} />}
        </>
      )}
    </Stack>
  )
}

function Who({ conversation: { contact }, detail }: { conversation: Conversation; detail: ContactDetail | undefined }) {
  const { texts, locale } = useTexts()
  const { inbox, crm } = texts
  const name = nameOf(contact, texts)
  return (
    <Stack align="center" gap={6} ta="center">
      <Picture url={contact.pictureUrl} name={name} size={84} />
      <Title order={2} size="h4">{name} {detail?.isVerified && <IconRosetteDiscountCheck size={18} role="img" aria-label={crm.verified} />}</Title>
      {contact.username && (
        <Anchor href={`https://www.instagram.com/${contact.username}/`} target="_blank" rel="noopener noreferrer" size="sm" underline="always" aria-label={inbox.profile(contact.username)}>
          @{contact.username} <IconExternalLink size={13} aria-hidden />
        </Anchor>
      )}
      {detail?.followerCount != null && <Text size="sm" c="dimmed">{crm.followers(compactNumber(detail.followerCount, locale))}</Text>}
      {(detail?.followsAccount || detail?.accountFollows) && (
        <Group gap={6} justify="center">
          {detail.followsAccount && <Badge variant="light" tt="none">{crm.followsYou}</Badge>}
          {detail.accountFollows && <Badge variant="light" color="gray" tt="none">{crm.youFollow}</Badge>}
        </Group>
      )}
    </Stack>
  )
}

function Facts({ conversation, accounts, assignee }: { conversation: Conversation; accounts: Account[]; assignee: string }) {
  const { texts, locale } = useTexts()
  const { inbox, crm } = texts
  const { timezone } = useUser()
  const now = useNow()
  const { replyWindow, snoozedUntil } = conversation
  const mayAnswer = replyWindow.tag !== 'closed' && replyWindow.closesAt
  return (
    <dl className={classes.rows}>
      <div><dt>{inbox.account}</dt><dd>@{accounts.find(({ id }) => id === conversation.accountId)?.username}</dd></div>
      {/* The five statuses are all that the API has. */}
      <div><dt>{inbox.state}</dt><dd>{snoozedUntil ? crm.snoozedUntil(dateAndTime(snoozedUntil, locale, timezone)) : inbox.status[conversation.status as ConversationStatus]}</dd></div>
      <div><dt>{crm.assignee}</dt><dd>{assignee}</dd></div>
      <div><dt>{inbox.lastMessage}</dt><dd>{relativeTime(conversation.lastMessageAt, now, locale)}</dd></div>
      <div>
        <dt>{inbox.answerUntil}</dt>
        <dd>{mayAnswer ? dateAndTime(mayAnswer, locale, timezone) : inbox.answerNot}{mayAnswer && <Text size="xs" c="dimmed">{relativeTime(mayAnswer, now, locale)}</Text>}</dd>
      </div>
    </dl>
  )
}
