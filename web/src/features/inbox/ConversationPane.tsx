import { ActionIcon, Box, Button, Menu, SegmentedControl, Skeleton, Text, Title, Tooltip } from '@mantine/core'
import { IconArchive, IconArrowBackUp, IconArrowLeft, IconCheck, IconDotsVertical, IconLayoutSidebarRight, IconShieldX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type RefObject } from 'react'
import { Link } from 'react-router'
import { useMayAt } from '@/api/accounts'
import { useFollow } from '@/api/place'
import type { Account, Message } from '@/api/types'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { Picture } from '@/ui/Picture'
import { Colleagues, noteTyping } from './Colleagues'
import { Composer } from './Composer'
import { ConversationActions, type ActionMenu } from './ConversationActions'
import classes from './Inbox.module.css'
import { MessageList } from './MessageList'
import { nameOf } from './names'
import { NoteForm } from './NoteForm'
import { conversationQuery, type ConversationChange, type ConversationStatus } from './queries'
import { useReading } from './useReading'
import { useWorkspace } from './workspace'

export type Writing = 'reply' | 'note'
type Props = {
  conversationId: string; accounts: Account[]; search: string; field: RefObject<HTMLTextAreaElement | null>; details: boolean; menu: ActionMenu | null; writing: Writing
  onMenu: (menu: ActionMenu | null) => void; onWriting: (writing: Writing) => void
  onDetails: () => void; onMove: (status: ConversationStatus) => void; onChange: (change: ConversationChange) => void
}

export function ConversationPane({ conversationId, accounts, search, field, details, menu, writing, onMenu, onWriting, onDetails, onMove, onChange }: Props) {
  const { texts } = useTexts()
  const { inbox, crm, common } = texts
  const { data: conversation, error, refetch } = useQuery(conversationQuery(conversationId))
  const account = accounts.find(({ id }) => id === conversation?.accountId)
  const workspace = useWorkspace(account?.workspaceId)
  useFollow(account?.workspaceId)
  const [atBottom, setAtBottom] = useState(true)
  const [params, change] = useSearch()
  const around = params.get('message') ?? undefined
  const [replyTo, setReplyTo] = useState<Message | null>(null)
  const mayWriteAt = useMayAt('messages:write')
  const mayWrite = conversation && mayWriteAt?.(conversation.accountId)
  useReading(conversation, atBottom && mayWrite === true)

  if (!conversation) {
    return <section className={`${classes.pane} ${classes.main}`}>{error ? <Box p="lg"><ErrorAlert error={error} retry={() => void refetch()} /></Box> : <div className={classes.head}><Skeleton height={40} circle /><Skeleton height={16} width={160} /></div>}</section>
  }
  const reply = (message: Message) => {
    setReplyTo(message)
    onWriting('reply')
    field.current?.focus()
  }
  const name = nameOf(conversation.contact, texts)
  const about = [conversation.contact.username && `@${conversation.contact.username}`, account && `→ @${account.username}`].filter(Boolean).join(' ')
  return (
    <section className={`${classes.pane} ${classes.main}`} aria-label={inbox.conversationWith(name)}>
      <header className={classes.head}>
        <ActionIcon component={Link} to={{ pathname: '/inbox', search }} variant="subtle" color="gray" hiddenFrom="sm" aria-label={common.back}><IconArrowLeft /></ActionIcon>
        <Picture url={conversation.contact.pictureUrl} name={name} size={44} />
        <Box flex={1} miw={0}>
          <Title order={2} size="h5" lineClamp={1}>{name}</Title>
          <Text size="sm" c="dimmed" truncate>{about}</Text>
        </Box>
        <div className={classes.actions}>
          {mayWrite && <ConversationActions conversation={conversation} workspace={workspace} opened={menu} onOpened={onMenu} onChange={onChange} />}
          {mayWrite && (conversation.status === 'open'
            ? <Tooltip label={`${inbox.archive} (e)`}><ActionIcon variant="subtle" color="gray" size="lg" aria-label={inbox.archive} onClick={() => onMove('archived')}><IconArchive size={20} /></ActionIcon></Tooltip>
            : <Button variant="light" size="xs" leftSection={<IconArrowBackUp size={16} />} onClick={() => onMove('open')}>{conversation.status === 'snoozed' ? crm.wake : inbox.reopen}</Button>)}
          <Menu position="bottom-end" shadow="md">
            <Menu.Target><ActionIcon variant="subtle" color="gray" size="lg" aria-label={inbox.more}><IconDotsVertical size={20} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              {mayWrite && conversation.status !== 'closed' && <Menu.Item leftSection={<IconCheck size={17} />} onClick={() => onMove('closed')}>{inbox.closeIt}</Menu.Item>}
              {mayWrite && conversation.status !== 'spam' && <Menu.Item leftSection={<IconShieldX size={17} />} onClick={() => onMove('spam')}>{inbox.spam}</Menu.Item>}
              <Menu.Item leftSection={<IconLayoutSidebarRight size={17} />} onClick={onDetails}>{details ? inbox.hideDetails : inbox.showDetails}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </header>
      <MessageList
        key={`${conversationId} ${around ?? ''}`} conversationId={conversationId} name={name} around={around} onBottom={setAtBottom} onNewest={() => change({ message: undefined })}
        onReply={mayWrite ? reply : null}
      />
      <Colleagues conversation={conversation} members={workspace.members} />
      {mayWrite === false && <div className={classes.notice} data-tone="grey" role="status">{common.lookOnly}</div>}
      {/* Who types here is shown to colleagues; what is typed is not. */}
      {mayWrite && <div className={classes.writing} data-writing={writing} onInput={noteTyping}>
        <SegmentedControl size="xs" aria-label={crm.writeWhat} value={writing} onChange={(value) => onWriting(value === 'note' ? 'note' : 'reply')} data={[{ value: 'reply', label: crm.reply }, { value: 'note', label: crm.note }]} />
        {writing === 'note'
          ? <NoteForm key={`note-${conversationId}`} about={{ kind: 'conversation', id: conversationId }} members={workspace.members} field={field} />
          : (
            <Composer
              key={`write-${conversationId}`} conversation={conversation} account={account} field={field} replyTo={replyTo?.conversationId === conversationId ? replyTo : null}
              onReplied={() => setReplyTo(null)}
            />
          )}
      </div>}
    </section>
  )
}
