import { Drawer, Select, Stack, Switch, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { membersQuery } from '@/api/members'
import type { Account } from '@/api/types'
import { useMay } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { policyQuery, useSetPolicy } from './queries'
import { SlotList } from './SlotList'

type Props = { accounts: Account[]; preferredAccount: string | null; onClose: () => void }

/** How an account publishes, and whether its workspace looks at posts before they go out. */
export function PostingSettings({ accounts, preferredAccount, onClose }: Props) {
  const { publishing, common } = useTexts().texts
  const [accountId, setAccountId] = useState(preferredAccount ?? accounts[0]?.id ?? null)
  const account = accounts.find(({ id }) => id === accountId)
  const mayWrite = useMay('content:write', account?.workspaceId)
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={<Text fw={650} size="lg">{publishing.settings}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <Stack gap="lg">
        <Select label={publishing.account} allowDeselect={false} data={accounts.map(({ id, username }) => ({ value: id, label: `@${username}` }))} value={accountId} onChange={setAccountId} />
        {account && <Policy key={account.workspaceId} workspaceId={account.workspaceId} />}
        {account && <section aria-labelledby="slots"><Title order={3} size="h5" mb="xs" id="slots">{publishing.slots}</Title><SlotList key={account.id} accountId={account.id} mayChange={mayWrite} /></section>}
      </Stack>
    </Drawer>
  )
}

function Policy({ workspaceId }: { workspaceId: string }) {
  const { publishing } = useTexts().texts
  const { data: policy, error, refetch } = useQuery(policyQuery(workspaceId))
  const { data: members } = useQuery(membersQuery(workspaceId))
  const set = useSetPolicy(workspaceId)
  if (error) return <ErrorAlert error={error} retry={() => void refetch()} />
  if (!policy) return null
  // Nobody approves what they have written: alone, nothing would ever go out. Switching it off stays possible.
  const alone = members !== undefined && members.length < 2 && !policy.postsNeedApproval
  return (
    <>
      <Switch label={publishing.needApproval} description={alone ? publishing.needColleague : publishing.needApprovalHelp} checked={policy.postsNeedApproval} disabled={!policy.mayChange || alone || set.isPending} onChange={(event) => set.mutate(event.currentTarget.checked)} />
      {set.error && <ErrorAlert error={set.error} />}
    </>
  )
}
