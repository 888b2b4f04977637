import { Stack } from '@mantine/core'
import { useUser } from '@/api/session'
import { ConsentsCard } from '@/features/privacy/ConsentsCard'
import { DeleteAccountCard } from '@/features/privacy/DeleteAccountCard'
import { ExportCard } from '@/features/privacy/ExportCard'
import { useTexts } from '@/texts/Texts'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function PrivacyPage() {
  const { privacy, common } = useTexts().texts
  const user = useUser()
  useDocumentTitle(`${privacy.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={privacy.title} subtitle={privacy.subtitle} />
      <Stack maw={760} gap="lg">
        <ConsentsCard zone={user.timezone} />
        <ExportCard email={user.email} />
        <DeleteAccountCard email={user.email} />
      </Stack>
    </div>
  )
}
