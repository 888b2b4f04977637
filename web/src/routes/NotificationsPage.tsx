import { Button } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { accountsQuery } from '@/api/accounts'
import { NotificationList } from '@/features/notifications/NotificationList'
import { useTexts } from '@/texts/Texts'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function NotificationsPage() {
  const { notifications, common } = useTexts().texts
  const { data: accounts = [] } = useQuery(accountsQuery)
  useDocumentTitle(`${notifications.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={notifications.title} subtitle={notifications.subtitle}>
        <Button component={Link} to="/settings/notifications" variant="default" leftSection={<IconSettings size={17} aria-hidden />}>{notifications.settings}</Button>
      </PageHeader>
      <NotificationList accounts={accounts} />
    </div>
  )
}
