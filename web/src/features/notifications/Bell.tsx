import { ActionIcon, Button, Group, Indicator, Popover, Skeleton, Text, Title } from '@mantine/core'
import { IconBell, IconBellOff, IconChecks, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Account, Notification } from '@/api/types'
import { useNow } from '@/lib/clock'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { NotificationItem } from './NotificationItem'
import classes from './Notifications.module.css'
import { newestQuery, useMarkAllRead, useMarkRead } from './queries'

export function Bell({ accounts }: { accounts: readonly Account[] }) {
  const { notifications } = useTexts().texts
  const [open, setOpen] = useState(false)
  const { data } = useQuery(newestQuery)
  const unread = data?.unreadCount ?? 0
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width="min(400px, calc(100vw - 16px))" shadow="lg" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={40} radius="md" aria-label={unread > 0 ? notifications.bell(unread) : notifications.title} onClick={() => setOpen(!open)}>
          <Indicator disabled={unread === 0} label={unread > 99 ? '99+' : unread} size={18} offset={3} color="violet" aria-hidden><IconBell size={22} stroke={1.8} /></Indicator>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0}><Newest accounts={accounts} onClose={() => setOpen(false)} /></Popover.Dropdown>
    </Popover>
  )
}

function Newest({ accounts, onClose }: { accounts: readonly Account[]; onClose: () => void }) {
  const { notifications } = useTexts().texts
  const now = useNow()
  const { data, error, refetch } = useQuery(newestQuery)
  const markRead = useMarkRead()
  const markAll = useMarkAllRead()
  const newest = data?.items[0]
  const open = ({ id, readAt }: Notification) => {
    if (readAt === null) markRead.mutate(id)
    onClose()
  }
  return (
    <>
      <Group justify="space-between" wrap="nowrap" px="md" py="xs" className={classes.head}>
        <Title order={2} size="h5">{notifications.title}</Title>
        <Group gap={4} wrap="nowrap">
          <Button variant="subtle" size="compact-sm" leftSection={<IconChecks size={16} aria-hidden />} disabled={!newest || data.unreadCount === 0} loading={markAll.isPending} onClick={() => newest && markAll.mutate(newest.occurredAt)}>
            {notifications.markAll}
          </Button>
          <ActionIcon component={Link} to="/settings/notifications" variant="subtle" color="gray" aria-label={notifications.settings} onClick={onClose}><IconSettings size={18} aria-hidden /></ActionIcon>
        </Group>
      </Group>
      {markAll.error && <ErrorAlert error={markAll.error} />}
      <div className={classes.panel}>
        {!data ? error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={180} m="md" />
          : data.items.length === 0 ? <EmptyState icon={IconBellOff} title={notifications.emptyTitle} text={notifications.emptyText} />
          : <ul className={classes.items}>{data.items.map((item) => <li key={item.id}><NotificationItem notification={item} accounts={accounts} now={now} onOpen={open} /></li>)}</ul>}
      </div>
      <Text ta="center" p="xs" className={classes.all}><Button component={Link} to="/notifications" variant="subtle" fullWidth onClick={onClose}>{notifications.showAll}</Button></Text>
    </>
  )
}
