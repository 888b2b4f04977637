import { Box } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconMessages } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Account } from '@/api/types'
import { useSearch } from '@/lib/useSearch'
import { errorText, useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorBoundary } from '@/ui/ErrorBoundary'
import { ShortcutsDialog } from '@/ui/ShortcutsDialog'
import { useShortcuts } from '@/ui/useShortcuts'
import { ContactDetails } from './ContactDetails'
import { ConversationList } from './ConversationList'
import { ConversationPane } from './ConversationPane'
import { readFilter } from './filter'
import classes from './Inbox.module.css'
import { conversationsQuery, useMoveConversation, type ConversationStatus } from './queries'

const keys = ['j', 'k', 'r', 'e', '/', '?', 'Escape'] as const

export function Inbox({ conversationId, accounts }: { conversationId: string | undefined; accounts: Account[] }) {
  const { texts } = useTexts()
  const { inbox } = texts
  const navigate = useNavigate()
  const client = useQueryClient()
  const [params, change] = useSearch()
  const searchField = useRef<HTMLInputElement>(null)
  const messageField = useRef<HTMLTextAreaElement>(null)
  const [help, setHelp] = useState(false)
  const move = useMoveConversation()
  const details = params.get('details') !== '0'
  const search = params.toString()

  const neighbour = (step: 1 | -1) => {
    const listed = client.getQueryData(conversationsQuery(readFilter(params)).queryKey)?.pages.flatMap((page) => page.items) ?? []
    const at = listed.findIndex(({ id }) => id === conversationId)
    return listed[at < 0 ? 0 : at + step]?.id
  }
  const open = (id: string | undefined) => id && void navigate({ pathname: `/inbox/${id}`, search })
  const moveTo = (status: ConversationStatus) => {
    if (!conversationId) return
    const next = neighbour(1) ?? neighbour(-1)
    move.mutate({ id: conversationId, status }, {
      onSuccess: () => {
        notifications.show({ message: inbox.moved[status], color: 'violet' })
        if (status !== readFilter(params).status) void navigate({ pathname: next ? `/inbox/${next}` : '/inbox', search })
      },
      onError: (error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
    })
  }
  useShortcuts(keys, (key) => {
    switch (key) {
      case 'j': return open(neighbour(1))
      case 'k': return open(neighbour(-1))
      case 'r': return messageField.current?.focus()
      case 'e': return moveTo('archived')
      case '/': return searchField.current?.focus()
      case '?': return setHelp(true)
      case 'Escape': return void navigate({ pathname: '/inbox', search })
    }
  })
  return (
    <div className={classes.inbox} data-open={conversationId ? true : undefined} data-details={conversationId && details ? true : undefined}>
      <h1 className="sr-only">{texts.common.inbox}</h1>
      <ConversationList accounts={accounts} searchField={searchField} />
      {conversationId ? (
        <ErrorBoundary resetKey={conversationId}>
          <ConversationPane
            conversationId={conversationId} accounts={accounts} search={search} field={messageField} details={details} onMove={moveTo}
            onDetails={() => change({ details: details ? '0' : undefined })}
          />
        </ErrorBoundary>
      ) : (
        <Box className={classes.main} visibleFrom="sm"><EmptyState icon={IconMessages} title={inbox.pickTitle} text={inbox.pickText} /></Box>
      )}
      {conversationId && details && <aside className={classes.details} aria-label={inbox.details}><ContactDetails conversationId={conversationId} accounts={accounts} /></aside>}
      <ShortcutsDialog list={inbox.shortcutList} opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
