import { Button, Menu, Skeleton } from '@mantine/core'
import { IconBrandInstagram, IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { usePlace } from '@/api/place'
import type { Account } from '@/api/types'
import { workspacesQuery } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { AccountCard } from './AccountCard'
import classes from './AccountCard.module.css'
import { useConnect } from './queries'

/** For whoever may connect somewhere; with several such workspaces, which of them gets the account is asked. */
export function ConnectButton() {
  const { accounts } = useTexts().texts
  const connect = useConnect()
  const place = usePlace()
  const places = useQuery(workspacesQuery).data?.filter(({ id, permissions }) => (!place || id === place) && permissions.includes('accounts:write')) ?? []
  const [first, second] = places
  if (!first) return null
  return (
    <>
      {second ? (
        <Menu position="bottom-end" shadow="lg">
          <Menu.Target><Button leftSection={<IconPlus size={18} />} rightSection={<IconChevronDown size={16} />} loading={connect.isPending}>{accounts.connect}</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{accounts.connectTo}</Menu.Label>
            {places.map(({ id, name }) => <Menu.Item key={id} onClick={() => connect.mutate({ workspaceId: id })}>{name}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      ) : <Button leftSection={<IconPlus size={18} />} loading={connect.isPending} onClick={() => connect.mutate({ workspaceId: first.id })}>{accounts.connect}</Button>}
      {connect.error && <ErrorAlert error={connect.error} />}
    </>
  )
}

export function AccountGrid({ accounts }: { accounts: Account[] }) {
  const { texts } = useTexts()
  if (accounts.length === 0) {
    return <div className="card"><EmptyState icon={IconBrandInstagram} title={texts.accounts.emptyTitle} text={texts.accounts.emptyText}><ConnectButton /></EmptyState></div>
  }
  return <ul className={classes.grid}>{accounts.map((account) => <li key={account.id} style={{ display: 'grid' }}><AccountCard account={account} /></li>)}</ul>
}

export function AccountGridSkeleton() {
  return <div className={classes.grid}>{[1, 2, 3].map((n) => <Skeleton key={n} height={320} radius={14} />)}</div>
}
