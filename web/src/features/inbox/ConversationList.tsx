import { Button, Chip, Group, SegmentedControl, Skeleton, Stack, TextInput, Title } from '@mantine/core'
import { IconInbox, IconSearch, IconSearchOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState, type RefObject } from 'react'
import type { Account } from '@/api/types'
import { useNow } from '@/lib/clock'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { ConversationItem } from './ConversationItem'
import { readFilter } from './filter'
import classes from './Inbox.module.css'
import { conversationsQuery } from './queries'

type Props = { accounts: Account[]; searchField: RefObject<HTMLInputElement | null> }

export function ConversationList({ accounts, searchField }: Props) {
  const { texts } = useTexts()
  const { inbox, common } = texts
  const [params, change] = useSearch()
  const filter = readFilter(params)
  const [typed, setTyped] = useState(filter.q)
  const list = useInfiniteQuery(conversationsQuery({ ...filter, q: useDeferredValue(filter.q) }))
  const now = useNow()
  const conversations = list.data?.pages.flatMap((page) => page.items)
  const narrowed = filter.unread || filter.q !== '' || filter.status !== 'open'
  const search = (text: string) => {
    setTyped(text)
    change({ q: text.trim() || undefined })
  }
  const clear = () => {
    setTyped('')
    change({ q: undefined, unread: undefined, status: undefined })
  }
  return (
    <section className={`${classes.pane} ${classes.list}`} aria-label={inbox.conversations}>
      <div className={classes.bar}>
        <Group justify="space-between">
          <Title order={2} size="h3">{common.inbox}</Title>
          <Chip size="xs" checked={filter.unread} onChange={(on) => change({ unread: on ? '1' : undefined })}>{inbox.unreadOnly}</Chip>
        </Group>
        <TextInput
          ref={searchField} type="search" aria-label={inbox.search} placeholder={inbox.search} leftSection={<IconSearch size={17} aria-hidden />} value={typed} maxLength={100}
          onChange={(event) => search(event.currentTarget.value)}
        />
        <SegmentedControl
          fullWidth size="xs" aria-label={inbox.statusTabs} value={filter.status} onChange={(status) => change({ status: status === 'open' ? undefined : status })}
          data={Object.entries(inbox.status).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <div className={classes.scroll}>
        {list.error && <div style={{ padding: 16 }}><ErrorAlert error={list.error} retry={() => void list.refetch()} /></div>}
        {!conversations && !list.error && <Stack p="md" gap="md">{[1, 2, 3, 4, 5, 6].map((n) => <Skeleton key={n} height={52} radius="lg" />)}</Stack>}
        {conversations?.length === 0 && (narrowed
          ? <EmptyState icon={IconSearchOff} title={inbox.noMatchTitle} text={inbox.noMatchText}><Button variant="default" onClick={clear}>{inbox.clearFilters}</Button></EmptyState>
          : <EmptyState icon={IconInbox} title={inbox.emptyTitle} text={inbox.emptyText} />)}
        {conversations && conversations.length > 0 && (
          <ul className={classes.items}>
            {conversations.map((conversation) => (
              <li key={conversation.id}>
                <ConversationItem conversation={conversation} account={accounts.find(({ id }) => id === conversation.accountId)} search={params.toString()} now={now} />
              </li>
            ))}
          </ul>
        )}
        {list.hasNextPage && <Group justify="center" p="md"><Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{common.loadMore}</Button></Group>}
      </div>
    </section>
  )
}
