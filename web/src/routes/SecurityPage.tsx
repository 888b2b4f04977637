import { Stack } from '@mantine/core'
import { useUser } from '@/api/session'
import { EmailCard } from '@/features/security/EmailCard'
import { HistoryCard } from '@/features/security/HistoryCard'
import { MfaCard } from '@/features/security/MfaCard'
import { PasswordCard } from '@/features/security/PasswordCard'
import { SessionsCard } from '@/features/security/SessionsCard'
import { useTexts } from '@/texts/Texts'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function SecurityPage() {
  const { security, common } = useTexts().texts
  const user = useUser()
  useDocumentTitle(`${security.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={security.title} subtitle={security.subtitle} />
      <Stack maw={760} gap="lg">
        <EmailCard user={user} />
        <PasswordCard email={user.email} />
        <MfaCard />
        <SessionsCard zone={user.timezone} />
        <HistoryCard zone={user.timezone} />
      </Stack>
    </div>
  )
}
