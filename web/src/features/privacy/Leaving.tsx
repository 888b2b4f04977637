import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { signOut } from '@/api/session'
import type { User } from '@/api/types'
import { Welcome } from '@/features/identity/Welcome'
import { longDate } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { useKeepAccount } from './queries'

/** Stands before everything else while the account is going to be erased: keep it, or go. */
export function Leaving({ user, on }: { user: User; on: string }) {
  const { texts: { privacy, common }, locale } = useTexts()
  const keep = useKeepAccount()
  const client = useQueryClient()
  useDocumentTitle(`${privacy.leavingTitle} · ${common.appName}`)
  return (
    <Welcome title={privacy.leavingTitle} text={privacy.leavingText(longDate(on, locale, user.timezone))}>
      <Stack>
        {keep.error && <ErrorAlert error={keep.error} />}
        <Text size="sm" c="dimmed">{privacy.leavingAccounts}</Text>
        <Group>
          <Button loading={keep.isPending} onClick={() => keep.mutate()}>{privacy.keep}</Button>
          <Button variant="default" onClick={() => void signOut().then(() => client.clear())}>{common.signOut}</Button>
        </Group>
      </Stack>
    </Welcome>
  )
}
