import { Button, Group, Skeleton, Stack } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, ApiKey } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { KeyCard } from './KeyCard'
import { KeyDialog } from './KeyDialog'
import { KeyEditor } from './KeyEditor'
import { keysQuery } from './queries'
import { RotateDialog } from './RotateDialog'

export function Keys({ workspaceId, accounts, zone }: { workspaceId: string; accounts: readonly Account[]; zone: string }) {
  const { keys } = useTexts().texts
  const { data, error, refetch } = useQuery(keysQuery(workspaceId))
  const [edited, setEdited] = useState<ApiKey | 'new' | null>(null)
  const [rotated, setRotated] = useState<ApiKey | null>(null)
  const [made, setMade] = useState<string | null>(null)
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={200} radius={14} />
  const add = <Button leftSection={<IconPlus size={17} />} onClick={() => setEdited('new')}>{keys.add}</Button>
  return (
    <Stack gap="lg">
      {data.items.length === 0
        ? <section className="card"><EmptyState icon={IconKey} title={keys.emptyTitle} text={keys.emptyText}>{add}</EmptyState></section>
        : data.items.length < data.limit && <Group>{add}</Group>}
      {data.items.map((key) => <KeyCard key={key.id} apiKey={key} accounts={accounts} zone={zone} onEdit={() => setEdited(key)} onRotate={() => setRotated(key)} />)}
      {edited && <KeyEditor key={edited === 'new' ? 'new' : edited.id} workspaceId={workspaceId} apiKey={edited === 'new' ? null : edited} accounts={accounts} can={data} onMade={setMade} onClose={() => setEdited(null)} />}
      {rotated && <RotateDialog apiKey={rotated} onMade={setMade} onClose={() => setRotated(null)} />}
      {made && <KeyDialog text={made} onKept={() => setMade(null)} />}
    </Stack>
  )
}
