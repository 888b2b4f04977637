import { Button, Center, Group, SegmentedControl, Skeleton } from '@mantine/core'
import { IconBellOff, IconChecks } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Account, Notification } from '@/api/types'
import { useNow } from '@/lib/clock'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { NotificationItem } from './NotificationItem'
import classes from './Notifications.module.css'
import { notificationsQuery, useMarkAllRead, useMarkRead } from './queries'

export function NotificationList({ accounts }: { accounts: readonly Account[] }) {
  const { texts } = useTexts()
  const { notifications, common } = texts
  const now = useNow()
  const [params, change] = useSearch()
  const unreadOnly = params.get('unread') === '1'
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(notificationsQuery(unreadOnly))
  const markRead = useMarkRead()
  const markAll = useMarkAllRead()
  const items = data?.pages.flatMap((page) => page.items)
  const newest = items?.[0]
  const open = ({ id, readAt }: Notification) => readAt === null && markRead.mutate(id)
  return (
    <>
      <Group justify="space-between" my="md">
        <SegmentedControl
          aria-label={notifications.which} value={unreadOnly ? 'unread' : 'all'} onChange={(value) => change({ unread: value === 'unread' ? '1' : undefined })}
          data={[{ value: 'all', label: notifications.all }, { value: 'unread', label: notifications.unread }]}
        />
        <Button variant="default" leftSection={<IconChecks size={17} aria-hidden />} disabled={!newest || data?.pages[0]?.unreadCount === 0} loading={markAll.isPending} onClick={() => newest && markAll.mutate(newest.occurredAt)}>
          {notifications.markAll}
        </Button>
      </Group>
      {(error ?? markAll.error) && <ErrorAlert error={error ?? markAll.error} retry={() => void refetch()} />}
      {!items ? !error && <Skeleton height={320} radius={14} />
        : items.length === 0 ? <EmptyState icon={IconBellOff} title={unreadOnly ? notifications.doneTitle : notifications.emptyTitle} text={notifications.emptyText} />
        : <ul className={`card ${classes.items}`}>{items.map((item) => <li key={item.id}><NotificationItem notification={item} accounts={accounts} now={now} onOpen={open} /></li>)}</ul>}
      {hasNextPage && <Center mt="md"><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{common.loadMore}</Button></Center>}
    </>
  )
}
