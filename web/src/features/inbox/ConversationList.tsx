import { Button, Group, Skeleton, Stack, TextInput, Title } from '@mantine/core'
import { IconInbox, IconSearch, IconSearchOff } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type RefObject } from 'react'
import { useMayAt, within } from '@/api/accounts'
import { usePlace } from '@/api/place'
import type { Account } from '@/api/types'
import { useMayIn } from '@/api/workspaces'
import { useNow } from '@/lib/clock'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { BulkBar } from './BulkBar'
import { findConversation } from './cache'
import { ConversationItem } from './ConversationItem'
import { filterNames, readFilter } from './filter'
import classes from './Inbox.module.css'
import { ListFilters } from './ListFilters'
import { ManageDialog } from './ManageDialog'
import { conversationsQuery } from './queries'
import { readSearch, searchNames, withoutMessage } from './search'
import { SearchFilters } from './SearchFilters'
import { SearchResults } from './SearchResults'
import { useWorkspaces } from './workspace'

type Props = {
  conversationId: string | undefined; accounts: Account[]; searchField: RefObject<HTMLInputElement | null>
  /** Null while none can be chosen. */
  chosen: string[] | null
  onChoose: (ids: string[] | null) => void
}

export function ConversationList({ conversationId, accounts, searchField, chosen, onChoose }: Props) {
  const { texts } = useTexts()
  const { inbox, common } = texts
  const [params, change] = useSearch()
  const place = usePlace()
  const here = within(accounts, place)
  const filter = readFilter(params, place)
  const sought = readSearch(params, place)
  const [typed, setTyped] = useState(sought.q)
  const searching = typed.trim() !== ''
  const [managing, setManaging] = useState(false)
  const managed = useMayIn('workspace:write')
  const manageable = here.filter(({ workspaceId }) => managed?.has(workspaceId))
  const mayWriteAt = useMayAt('messages:write')
  const mayChoose = here.some(({ id }) => mayWriteAt?.(id))
  const list = useInfiniteQuery(conversationsQuery(filter))
  const client = useQueryClient()
  const workspace = useWorkspaces(filter.accountId ? accounts.filter(({ id }) => id === filter.accountId) : here)
  const now = useNow()
  const conversations = list.data?.pages.flatMap((page) => page.items)
  const narrowed = filterNames.some((name) => params.get(name))
  const search = (text: string) => {
    setTyped(text)
    change(text.trim() ? { q: text } : { q: undefined, ...Object.fromEntries(searchNames.map((name) => [name, undefined])) })
  }
  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, undefined])))
  const choose = (id: string, on: boolean) => onChoose(on ? [...(chosen ?? []), id].slice(0, 100) : (chosen ?? []).filter((other) => other !== id))
  return (
    <section className={`${classes.pane} ${classes.list}`} aria-label={inbox.conversations}>
      <div className={classes.bar}>
        <Title order={2} size="h3">{common.inbox}</Title>
        <TextInput
          ref={searchField} type="search" aria-label={texts.search.field} placeholder={texts.search.field} leftSection={<IconSearch size={17} aria-hidden />} value={typed} maxLength={200}
          onChange={(event) => search(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Escape leaves the field, as everywhere, and does not empty it, as browsers do with searches.
            if (event.key !== 'Escape') return
            event.preventDefault()
            event.currentTarget.blur()
          }}
        />
        {searching
          ? <SearchFilters filter={sought} contact={conversationId ? findConversation(client, conversationId)?.contact : undefined} onChange={change} />
          : <ListFilters filter={filter} workspace={workspace} choosing={chosen !== null} onChange={change} onChoosing={mayChoose ? (on) => onChoose(on ? [] : null) : null} onManage={manageable.length > 0 ? () => setManaging(true) : null} />}
      </div>
      {!searching && chosen && <BulkBar chosen={chosen} loaded={conversations?.map(({ id }) => id) ?? []} workspace={workspace} isOpenList={filter.status === 'open'} onChoose={onChoose} onDone={() => onChoose(null)} />}
      {searching ? <div className={classes.scroll}><SearchResults params={params} accounts={here} onClear={() => search('')} /></div> : <div className={classes.scroll}>
        {list.error && <div style={{ padding: 16 }}><ErrorAlert error={list.error} retry={() => void list.refetch()} /></div>}
        {!conversations && !list.error && <Stack p="md" gap="md">{[1, 2, 3, 4, 5, 6].map((n) => <Skeleton key={n} height={52} radius="lg" />)}</Stack>}
        {conversations?.length === 0 && (narrowed
          ? <EmptyState icon={IconSearchOff} title={inbox.noMatchTitle} text={inbox.noMatchText}><Button variant="default" onClick={clear}>{inbox.clearFilters}</Button></EmptyState>
          : <EmptyState icon={IconInbox} title={inbox.emptyTitle} text={inbox.emptyText} />)}
        {conversations && conversations.length > 0 && (
          <ul className={classes.items}>
            {conversations.map((conversation) => (
              <li key={conversation.id}>
                <ConversationItem
                  conversation={conversation} account={accounts.find(({ id }) => id === conversation.accountId)} workspace={workspace} search={withoutMessage(params)} now={now}
                  chosen={chosen && chosen.includes(conversation.id)} onChoose={(on) => choose(conversation.id, on)}
                />
              </li>
            ))}
          </ul>
        )}
        {list.hasNextPage && <Group justify="center" p="md"><Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{common.loadMore}</Button></Group>}
      </div>}
      <ManageDialog opened={managing} onClose={() => setManaging(false)} accounts={manageable} />
    </section>
  )
}
