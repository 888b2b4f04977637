import { Button, Chip, Group, SegmentedControl, Skeleton, Stack, TextInput, Title } from '@mantine/core'
import { IconChecks, IconMessageCircle, IconSearch, IconSearchOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState, type RefObject } from 'react'
import { usePlace } from '@/api/place'
import type { Account } from '@/api/types'
import { useNow } from '@/lib/clock'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import classes from './Comments.module.css'
import { readFilter } from './filter'
import { PostItem } from './PostItem'
import { postsQuery } from './queries'

export function PostList({ accounts, searchField }: { accounts: Account[]; searchField: RefObject<HTMLInputElement | null> }) {
  const { comments, common } = useTexts().texts
  const [params, change] = useSearch()
  const filter = readFilter(params, usePlace())
  const [typed, setTyped] = useState(filter.q)
  const list = useInfiniteQuery(postsQuery({ ...filter, q: useDeferredValue(filter.q) }))
  const now = useNow()
  const posts = list.data?.pages.flatMap((page) => page.items)
  const search = (text: string) => {
    setTyped(text)
    change({ q: text.trim() || undefined })
  }
  const clear = () => {
    setTyped('')
    change({ q: undefined, unread: undefined, status: undefined })
  }
  return (
    <section className={`${classes.pane} ${classes.list}`} aria-label={comments.posts}>
      <div className={classes.bar}>
        <Group justify="space-between">
          <Title order={2} size="h3">{comments.title}</Title>
          <Chip size="xs" checked={filter.unread} onChange={(on) => change({ unread: on ? '1' : undefined })}>{comments.unreadOnly}</Chip>
        </Group>
        <TextInput
          ref={searchField} type="search" aria-label={comments.search} placeholder={comments.search} leftSection={<IconSearch size={17} aria-hidden />} value={typed} maxLength={100}
          onChange={(event) => search(event.currentTarget.value)}
        />
        <SegmentedControl
          fullWidth size="xs" aria-label={comments.statusTabs} value={filter.status} onChange={(status) => change({ status: status === 'open' ? undefined : status })}
          data={Object.entries(comments.status).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <div className={classes.scroll}>
        {list.error && <div style={{ padding: 16 }}><ErrorAlert error={list.error} retry={() => void list.refetch()} /></div>}
        {!posts && !list.error && <Stack p="md" gap="md">{[1, 2, 3, 4, 5, 6].map((n) => <Skeleton key={n} height={56} radius="lg" />)}</Stack>}
        {posts?.length === 0 && (filter.q || filter.unread
          ? <EmptyState icon={IconSearchOff} title={comments.noMatchTitle} text={comments.noMatchText}><Button variant="default" onClick={clear}>{comments.clearFilters}</Button></EmptyState>
          : filter.status === 'open'
            ? <EmptyState icon={IconChecks} title={comments.doneTitle} text={comments.doneText} />
            : <EmptyState icon={IconMessageCircle} title={comments.emptyTitle} text={comments.emptyText} />)}
        {posts && posts.length > 0 && (
          <ul className={classes.items}>
            {posts.map((post) => <li key={post.id}><PostItem post={post} account={accounts.find(({ id }) => id === post.accountId)} search={params.toString()} now={now} /></li>)}
          </ul>
        )}
        {list.hasNextPage && <Group justify="center" p="md"><Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{common.loadMore}</Button></Group>}
      </div>
    </section>
  )
}
