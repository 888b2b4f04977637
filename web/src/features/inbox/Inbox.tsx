import { Box, Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconMessages } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useMayAt } from '@/api/accounts'
import { usePlace } from '@/api/place'
import { useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { useSearch } from '@/lib/useSearch'
import { errorText, useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorBoundary } from '@/ui/ErrorBoundary'
import { ShortcutsDialog } from '@/ui/ShortcutsDialog'
import { useShortcuts } from '@/ui/useShortcuts'
import { findConversation } from './cache'
import { ContactDetails } from './ContactDetails'
import type { ActionMenu } from './ConversationActions'
import { ConversationList } from './ConversationList'
import { ConversationPane, type Writing } from './ConversationPane'
import { readFilter } from './filter'
import classes from './Inbox.module.css'
import { hrefOfHit, readSearch, searchQuery, withoutMessage } from './search'
import { conversationsQuery, useChangeConversation, type ConversationChange, type ConversationStatus } from './queries'

const keys = ['j', 'k', 'r', 'e', 'a', 'l', 'p', 's', 'u', 'n', 'i', 'x', '/', '?', 'Escape'] as const
/** Those that change something. */
const writes: readonly (typeof keys)[number][] = ['r', 'n', 'e', 'a', 'l', 'p', 's', 'u', 'x']

export function Inbox({ conversationId, accounts }: { conversationId: string | undefined; accounts: Account[] }) {
  const { texts } = useTexts()
  const { inbox } = texts
  const navigate = useNavigate()
  const client = useQueryClient()
  const [params, change] = useSearch()
  const place = usePlace()
  const searchField = useRef<HTMLInputElement>(null)
  const messageField = useRef<HTMLTextAreaElement>(null)
  const [help, setHelp] = useState(false)
  const [menu, setMenu] = useState<ActionMenu | null>(null)
  const [writing, setWriting] = useState<Writing>('reply')
  const [chosen, setChosen] = useState<string[] | null>(null)
  const patch = useChangeConversation()
  const mayWriteAt = useMayAt('messages:write')
  // Beside the thread where there is room, and then shown unless put away; over it elsewhere, and then only when asked for.
  const wide = useMediaQuery('(min-width: 80em)', undefined, { getInitialValueInEffect: false })
  const details = wide ? params.get('details') !== '0' : params.get('details') === '1'
  const search = withoutMessage(params)

  const neighbour = (step: 1 | -1) => {
    const listed = client.getQueryData(conversationsQuery(readFilter(params, place)).queryKey)?.pages.flatMap((page) => page.items) ?? []
    const at = listed.findIndex(({ id }) => id === conversationId)
    return listed[at < 0 ? 0 : at + step]?.id
  }
  const open = (id: string | undefined) => id && void navigate({ pathname: `/inbox/${id}`, search })
  const { timezone } = useUser()
  const step = (by: 1 | -1) => {
    if (!params.get('q')) {
      open(neighbour(by))
      return
    }
    const hits = client.getQueryData(searchQuery(readSearch(params, place), timezone).queryKey)?.pages.flatMap((page) => page.items) ?? []
    const at = hits.findIndex(({ message }) => message.id === params.get('message'))
    const hit = hits[at < 0 ? 0 : at + by]
    if (hit) void navigate(hrefOfHit(hit, params))
  }
  const changeTo = (members: ConversationChange, status?: ConversationStatus) => {
    if (!conversationId) return
    const next = neighbour(1) ?? neighbour(-1)
    patch.mutate({ id: conversationId, ...members }, {
      onSuccess: () => {
        if (!status) return
        notifications.show({ message: inbox.moved[status], color: 'violet' })
        if (status !== readFilter(params, place).status) void navigate({ pathname: next ? `/inbox/${next}` : '/inbox', search })
      },
      onError: (error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
    })
  }
  const moveTo = (status: Exclude<ConversationStatus, 'snoozed'>) => changeTo({ status }, status)
  const write = (what: Writing) => {
    setWriting(what)
    // The field may be another one only after this.
    setTimeout(() => messageField.current?.focus())
  }
  const toggleDetails = () => change({ details: details ? (wide ? '0' : undefined) : wide ? undefined : '1' })
  const toggleRead = () => {
    const shown = conversationId && findConversation(client, conversationId)
    if (shown) changeTo({ read: shown.unreadCount > 0 })
  }
  const toggleChosen = () => conversationId && setChosen(chosen?.includes(conversationId) ? chosen.filter((id) => id !== conversationId) : [...(chosen ?? []), conversationId])
  const mayWrite = () => {
    const shown = conversationId && findConversation(client, conversationId)
    return !!shown && mayWriteAt?.(shown.accountId)
  }
  useEffect(() => setMenu(null), [conversationId])
  useShortcuts(keys, (key) => {
    if (writes.includes(key) && !mayWrite()) return
    switch (key) {
      case 'j': return step(1)
      case 'k': return step(-1)
      case 'r': return write('reply')
      case 'n': return write('note')
      case 'e': return moveTo('archived')
      case 'a': return setMenu('assign')
      case 'l': return setMenu('labels')
      case 'p': return setMenu('priority')
      case 's': return setMenu('snooze')
      case 'u': return toggleRead()
      case 'i': return toggleDetails()
      case 'x': return toggleChosen()
      case '/': return searchField.current?.focus()
      case '?': return setHelp(true)
      case 'Escape': return chosen ? setChosen(null) : void navigate({ pathname: '/inbox', search })
    }
  })
  return (
    <div className={classes.inbox} data-open={conversationId ? true : undefined} data-details={conversationId && details && wide ? true : undefined}>
      <h1 className="sr-only">{texts.common.inbox}</h1>
      <ConversationList conversationId={conversationId} accounts={accounts} searchField={searchField} chosen={chosen} onChoose={setChosen} />
      {conversationId ? (
        <ErrorBoundary resetKey={conversationId}>
          <ConversationPane
            conversationId={conversationId} accounts={accounts} search={search} field={messageField} details={details} menu={menu} writing={writing}
            onMenu={setMenu} onWriting={setWriting} onMove={(status) => status !== 'snoozed' && moveTo(status)} onDetails={toggleDetails}
            onChange={(members) => changeTo(members, members.snoozedUntil ? 'snoozed' : undefined)}
          />
        </ErrorBoundary>
      ) : (
        <Box className={classes.main} visibleFrom="sm"><EmptyState icon={IconMessages} title={inbox.pickTitle} text={inbox.pickText} /></Box>
      )}
      {conversationId && details && wide && <aside className={classes.details} aria-label={inbox.details}><ContactDetails conversationId={conversationId} accounts={accounts} /></aside>}
      {conversationId && !wide && (
        <Drawer opened={details} onClose={toggleDetails} position="right" size={360} title={inbox.details} closeButtonProps={{ 'aria-label': texts.common.close }}>
          <ContactDetails conversationId={conversationId} accounts={accounts} />
        </Drawer>
      )}
      <ShortcutsDialog list={{ ...inbox.shortcutList, ...texts.crm.shortcutList }} opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
