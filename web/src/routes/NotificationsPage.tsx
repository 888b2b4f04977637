import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { accountsQuery } from '@/api/accounts'
import { NotificationList } from '@/features/notifications/NotificationList'
import { Preferences } from '@/features/notifications/Preferences'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function NotificationsPage() {
  const { notifications, common } = useTexts().texts
  const { data: accounts = [] } = useQuery(accountsQuery)
  const [params, change] = useSearch()
  useDocumentTitle(`${notifications.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={notifications.title} subtitle={notifications.subtitle} />
      <Tabs value={params.get('tab') === 'settings' ? 'settings' : 'list'} onChange={(tab) => change({ tab: tab === 'settings' ? tab : undefined, unread: undefined })} keepMounted={false}>
        <Tabs.List aria-label={notifications.title}>
          <Tabs.Tab value="list">{notifications.list}</Tabs.Tab>
          <Tabs.Tab value="settings">{notifications.settings}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="list"><NotificationList accounts={accounts} /></Tabs.Panel>
        <Tabs.Panel value="settings"><Preferences /></Tabs.Panel>
      </Tabs>
    </div>
  )
}
