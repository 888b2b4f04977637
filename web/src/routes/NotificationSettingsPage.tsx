import { Stack } from '@mantine/core'
import { MailboxCard } from '@/features/notifications/MailboxCard'
import { Preferences } from '@/features/notifications/Preferences'
import { TimesCard } from '@/features/notifications/TimesCard'
import { useTexts } from '@/texts/Texts'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function NotificationSettingsPage() {
  const { notifications, common } = useTexts().texts
  useDocumentTitle(`${notifications.settingsTitle} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={notifications.settingsTitle} subtitle={notifications.settingsSubtitle} />
      <Stack maw={760} gap="lg">
        <MailboxCard />
        <Preferences />
        <TimesCard />
      </Stack>
    </div>
  )
}
