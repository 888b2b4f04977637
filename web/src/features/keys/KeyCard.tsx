import { Button, Code, Group, Stack, Text, Title } from '@mantine/core'
import { useId, useState } from 'react'
import type { Account, ApiKey } from '@/api/types'
import { dateAndTime, longDate } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import { useRevokeKey } from './queries'

type Props = { apiKey: ApiKey; accounts: readonly Account[]; zone: string; onEdit: () => void; onRotate: () => void }

export function KeyCard({ apiKey, accounts, zone, onEdit, onRotate }: Props) {
  const { texts, locale } = useTexts()
  const { keys, common } = texts
  const heading = useId()
  const [asked, setAsked] = useState(false)
  const revoke = useRevokeKey(apiKey.workspaceId)
  const { name, prefix, scopes, createdBy, createdAt, expiresAt, expired, lastUsedAt, previousUntil } = apiKey
  const seen = apiKey.accounts?.flatMap((id) => accounts.find((account) => account.id === id)?.username ?? [])
  const day = (at: string) => longDate(at, locale, zone)
  const facts = [
    createdBy ? keys.madeBy(createdBy, day(createdAt)) : keys.made(day(createdAt)),
    lastUsedAt ? keys.lastUsed(dateAndTime(lastUsedAt, locale, zone)) : keys.neverUsed,
    expiresAt ? (expired ? keys.endedOn(day(expiresAt)) : keys.endsOn(day(expiresAt))) : keys.endless,
  ]
  return (
    <section className="card" aria-labelledby={heading}>
      <Stack p="lg" gap="sm" align="stretch">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Title order={2} size="h4" id={heading} style={{ overflowWrap: 'anywhere' }}>{name}</Title>
            <Code>{prefix}…</Code>
          </div>
          {expired ? <StatusBadge tone="grey">{keys.expired}</StatusBadge> : <StatusBadge tone="green">{keys.counts}</StatusBadge>}
        </Group>
        <Text size="sm">{scopes.map((scope) => keys.scopes[scope] ?? scope).join(' · ')}</Text>
        {seen && <Text size="sm">{seen.length > 0 ? keys.onlyAccounts(seen.map((username) => `@${username}`).join(', ')) : keys.noAccounts}</Text>}
        <Text size="sm" c="dimmed">{facts.join(' · ')}</Text>
        {previousUntil && <Text size="sm" c="dimmed">{keys.previousCounts(dateAndTime(previousUntil, locale, zone))}</Text>}
        {revoke.error && <ErrorAlert error={revoke.error} />}
        <Group gap="xs">
          <Button variant="default" size="xs" aria-label={keys.changeOf(name)} onClick={onEdit}>{keys.change}</Button>
          <Button variant="default" size="xs" aria-label={keys.rotateOf(name)} onClick={onRotate}>{keys.rotate}</Button>
          <Button variant="default" size="xs" aria-label={keys.revokeOf(name)} onClick={() => setAsked(true)}>{keys.revoke}</Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={asked} title={keys.revokeTitle(name)} text={keys.revokeText} confirm={keys.revoke} cancel={common.cancel} pending={revoke.isPending} onClose={() => setAsked(false)}
        onConfirm={() => revoke.mutate(apiKey.id, { onSettled: () => setAsked(false) })}
      />
    </section>
  )
}
