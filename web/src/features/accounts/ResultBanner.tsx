import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Account, LoginWay } from '@/api/types'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { afterFailure, failureOf, failureText, limitOf } from './failures'
import { healthQuery, useConnect } from './queries'

/** How connecting ended: Meta's page sends back to `?connected=` or `?error=`, with `&for=` the account that was to be connected again, `&way=` where it was Facebook's, or with the limit that was met. */
export function ResultBanner({ accounts }: { accounts: Account[] }) {
  const [params, change] = useSearch()
  const close = () => change({ connected: undefined, error: undefined, for: undefined, way: undefined, tier: undefined, limit: undefined, used: undefined })

  const connected = accounts.find((account) => account.id === params.get('connected'))
  if (connected) return <Connected account={connected} onClose={close} />
  const error = params.get('error')
  return error ? <Failed error={error} asked={accounts.find((account) => account.id === params.get('for'))} limit={limitOf(params)} way={params.get('way') === 'facebook' ? 'facebook' : undefined} onClose={close} /> : null
}

function Connected({ account, onClose }: { account: Account; onClose: () => void }) {
  const { accounts, common } = useTexts().texts
  const missing = useQuery(healthQuery(account.id)).data?.token.missingRights ?? []
  return (
    <Alert withCloseButton closeButtonLabel={common.close} onClose={onClose} mb="lg" color="green" role="status" title={accounts.connectedTitle} icon={<IconCircleCheck />}>
      {missing.includes('messages') ? accounts.connectedInPart(account.username) : accounts.connectedText(account.username)}
    </Alert>
  )
}

type FailedProps = { error: string; asked: Account | undefined; limit: ReturnType<typeof limitOf>; way: LoginWay | undefined; onClose: () => void }

function Failed({ error, asked, limit, way, onClose }: FailedProps) {
  const { accounts, common } = useTexts().texts
  const connect = useConnect()
  const failure = failureOf(error)
  const next = afterFailure(failure)
  return (
    <Alert withCloseButton closeButtonLabel={common.close} onClose={onClose} mb="lg" color="red" role="alert" title={accounts.failedTitle} icon={<IconAlertTriangle />}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{failure === 'account_limit' && limit ? common.errors.tierLimit.accounts(limit) : failureText(accounts, failure, way ?? null)}</Text>
        {next && (
          <Button size="xs" variant="default" loading={connect.isPending} onClick={() => connect.mutate({ accountId: asked?.id, switchAccount: next === 'switch', way })}>
            {next === 'switch' ? (way ? accounts.signInAsOtherAtFacebook : accounts.signInAsOther) : asked ? accounts.reconnectOne(asked.username) : accounts.connect}
          </Button>
        )}
        {connect.error && <ErrorAlert error={connect.error} />}
      </Stack>
    </Alert>
  )
}
