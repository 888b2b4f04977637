import { Skeleton, Stack } from '@mantine/core'
import { IconWebhook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { accountsQuery, within } from '@/api/accounts'
import { useUser } from '@/api/session'
import { Webhooks } from '@/features/webhooks/Webhooks'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { OfOneWorkspace } from './OfOneWorkspace'

export function WebhooksPage() {
  const { webhooks, common } = useTexts().texts
  const user = useUser()
  const { data: accounts, error, refetch } = useQuery(accountsQuery)
  useDocumentTitle(`${webhooks.title} · ${common.appName}`)
  return (
    <div className="page">
      <PageHeader title={webhooks.title} subtitle={webhooks.subtitle} />
      <Stack maw={860} gap="lg">
        {accounts
          ? (
            <OfOneWorkspace>
              {({ id, permissions }) => permissions.includes('webhooks:write')
                ? <Webhooks key={id} workspaceId={id} accounts={within(accounts, id)} zone={user.timezone} />
                : <section className="card"><EmptyState icon={IconWebhook} title={webhooks.notYoursTitle} text={webhooks.notYoursText} /></section>}
            </OfOneWorkspace>
          )
          : error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={200} radius={14} />}
      </Stack>
    </div>
  )
}
