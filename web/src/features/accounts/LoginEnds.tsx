import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { useMay } from '@/api/workspaces'
import { useNow } from '@/lib/clock'
import { longDate } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { healthQuery, useConnect } from './queries'
import { endsSoon } from './status'

/** Facebook's access ends some weeks after somebody was last asked, and only they can prolong it: said while there is time. */
export function LoginEnds({ account }: { account: Account }) {
  const { texts, locale } = useTexts()
  const { accounts } = texts
  const { timezone } = useUser()
  const now = useNow()
  const connect = useConnect()
  const mayConnect = useMay('accounts:write', account.workspaceId)
  const ends = useQuery(healthQuery(account.id)).data?.token.expiresAt ?? account.tokenExpiresAt
  if (!ends || !endsSoon(account.way, ends, now)) return null
  return (
    <Alert color="orange" title={accounts.endsTitle(longDate(ends, locale, timezone))} icon={<IconClockExclamation />}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{accounts.endsText}</Text>
        {mayConnect && <Button size="xs" variant="default" loading={connect.isPending} onClick={() => connect.mutate({ accountId: account.id })}>{accounts.signInAgain}</Button>}
        {connect.error && <ErrorAlert error={connect.error} />}
      </Stack>
    </Alert>
  )
}
