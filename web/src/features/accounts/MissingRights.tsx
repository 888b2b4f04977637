import { Alert, Button, List, Stack, Text } from '@mantine/core'
import { IconLockOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Account } from '@/api/types'
import { useMay } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { healthQuery, useConnect } from './queries'

/** What was not allowed when the account was connected, what does not work therefore, and the way to allow it after all. */
export function MissingRights({ account }: { account: Account }) {
  const { accounts } = useTexts().texts
  const { data: health } = useQuery(healthQuery(account.id))
  const connect = useConnect()
  const mayConnect = useMay('accounts:write', account.workspaceId)
  const missing = health?.token.missingRights ?? []
  if (missing.length === 0) return null
  return (
    <Alert color="orange" title={accounts.missingTitle} icon={<IconLockOff />}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{accounts.missingText}</Text>
        <List size="sm" spacing={4}>{missing.map((right) => <List.Item key={right}>{accounts.missing[right]}</List.Item>)}</List>
        {mayConnect && <Button size="xs" variant="default" loading={connect.isPending} onClick={() => connect.mutate({ accountId: account.id })}>{accounts.allow}</Button>}
        {connect.error && <ErrorAlert error={connect.error} />}
      </Stack>
    </Alert>
  )
}
