import { Group, Progress, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTexts } from '@/texts/Texts'
import { Card } from '@/ui/Card'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import { tierQuery } from './queries'

/** What the owner's tier allows, and what is used of it: for whoever may invite. */
export function TierCard({ workspaceId }: { workspaceId: string }) {
  const { team } = useTexts().texts
  const { data, error, refetch } = useQuery(tierQuery(workspaceId))
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={160} radius={14} />
  return (
    <Card title={team.tierTitle} badge={<StatusBadge tone="blue">{team.tiers[data.tier] ?? data.tier}</StatusBadge>}>
      <Text size="sm" c="dimmed">{team.tierText}</Text>
      <Use label={team.tierAccounts} {...data.accounts} />
      <Use label={team.tierMembers} {...data.members} />
      <Use label={team.tierPosts} {...data.pendingPosts} />
    </Card>
  )
}

function Use({ label, used, limit }: { label: string; used: number; limit: number | null }) {
  const { team } = useTexts().texts
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm">{label}</Text>
        <Text size="sm" fw={600} ta="right">{limit === null ? team.unlimited(used) : team.usedOf(used, limit)}</Text>
      </Group>
      {/* The bar repeats the words. */}
      {limit !== null && <div aria-hidden><Progress value={Math.min(100, (used / limit) * 100)} color={used >= limit ? 'orange' : undefined} /></div>}
    </Stack>
  )
}
