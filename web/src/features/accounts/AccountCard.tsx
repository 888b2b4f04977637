import { ActionIcon, Button, Group, Text, Title } from '@mantine/core'
import { IconExternalLink, IconPlugConnected, IconPlugX, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '@/api/types'
import { useMay } from '@/api/workspaces'
import { compactNumber } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { EraseAccount } from '@/features/privacy/EraseAccount'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { Picture } from '@/ui/Picture'
import { StatusBadge } from '@/ui/StatusBadge'
import { AccountFacts } from './AccountFacts'
import classes from './AccountCard.module.css'
import { LoginEnds } from './LoginEnds'
import { MissingRights } from './MissingRights'
import { healthQuery, useConnect, useDisconnect, useSynchronise } from './queries'
import { statusOf, toneOf } from './status'

export function AccountCard({ account }: { account: Account }) {
  const { texts, locale } = useTexts()
  const { accounts, common } = texts
  const [asking, setAsking] = useState(false)
  const connect = useConnect()
  const disconnect = useDisconnect()
  const synchronise = useSynchronise()
  const reading = useQuery(healthQuery(account.id)).data?.history?.state === 'running'
  const status = statusOf(account.status)
  const mayConnect = useMay('accounts:write', account.workspaceId)
  const mayErase = useMay('privacy:write', account.workspaceId)

  return (
    <article className={`card ${classes.card}`} aria-label={`@${account.username}`}>
      <Group wrap="nowrap" align="flex-start">
        <Picture url={account.profilePictureUrl} name={account.displayName ?? account.username} size={56} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Group gap={4} wrap="nowrap">
            <Title order={2} size="h4" lineClamp={1}>@{account.username}</Title>
            <ActionIcon
              component="a" href={`https://www.instagram.com/${account.username}/`} target="_blank" rel="noopener noreferrer" variant="subtle" color="gray" size="sm"
              aria-label={accounts.openProfile(account.username)}
            ><IconExternalLink size={15} /></ActionIcon>
          </Group>
          {account.displayName && <Text size="sm" truncate>{account.displayName}</Text>}
          <Group gap="sm" mt={6}>
            <StatusBadge tone={toneOf(status)}>{accounts.status[status]}</StatusBadge>
            <Text size="sm" c="dimmed">{accounts.followers(compactNumber(account.followerCount, locale))}</Text>
          </Group>
        </div>
      </Group>
      {account.statusReason && status !== 'active' && <Text size="sm">{account.statusReason}</Text>}
      {status === 'active' && <MissingRights account={account} />}
      {status === 'active' && <LoginEnds account={account} />}
      <AccountFacts account={account} />
      {(connect.error ?? disconnect.error ?? synchronise.error) && <ErrorAlert error={connect.error ?? disconnect.error ?? synchronise.error} />}
      <Group className={classes.actions} gap="xs">
        {mayConnect && status !== 'active' && (
          <Button size="sm" leftSection={<IconPlugConnected size={17} />} loading={connect.isPending} onClick={() => connect.mutate({ accountId: account.id })}>{accounts.reconnect}</Button>
        )}
        {mayConnect && status === 'active' && (
          <Button
            size="sm" variant="default" leftSection={<IconRefresh size={17} />} loading={synchronise.isPending} disabled={reading} aria-label={accounts.synchroniseOf(account.username)}
            onClick={() => synchronise.mutate(account.id)}
          >{accounts.synchronise}</Button>
        )}
        {mayErase && status === 'disconnected' && <EraseAccount accountId={account.id} username={account.username} />}
        {mayConnect && status !== 'disconnected' && (
          <Button size="sm" variant="default" leftSection={<IconPlugX size={17} />} onClick={() => setAsking(true)}>{accounts.disconnect}</Button>
        )}
      </Group>
      <ConfirmDialog
        opened={asking} title={accounts.disconnectTitle(account.username)} text={accounts.disconnectText} confirm={accounts.disconnect} cancel={common.cancel}
        pending={disconnect.isPending} onClose={() => setAsking(false)} onConfirm={() => disconnect.mutate(account.id, { onSettled: () => setAsking(false) })}
      />
    </article>
  )
}
