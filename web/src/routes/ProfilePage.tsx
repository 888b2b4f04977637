import { Stack } from '@mantine/core'
import { useUser } from '@/api/session'
import { ProfileCard } from '@/features/profile/ProfileCard'
import { useTexts } from '@/texts/Texts'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function ProfilePage() {
  const { profile, common } = useTexts().texts
  const user = useUser()
  useDocumentTitle(`${profile.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={profile.title} subtitle={profile.subtitle} />
      <Stack maw={760} gap="lg"><ProfileCard user={user} /></Stack>
    </div>
  )
}
