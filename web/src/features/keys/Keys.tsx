import { Button, Group, Skeleton, Stack } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { KeyCard } from './KeyCard'
import { KeyDialog } from './KeyDialog'
import { KeyEditor } from './KeyEditor'
import { keysQuery } from './queries'

export function Keys({ workspaceId, zone }: { workspaceId: string; zone: string }) {
  const { keys } = useTexts().texts
  const { data, error, refetch } = useQuery(keysQuery(workspaceId))
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={200} radius={14} />
  const add = <Button leftSection={<IconPlus size={17} />} onClick={() => setAdding(true)}>{keys.add}</Button>
  return (
    <Stack gap="lg">
      {data.items.length === 0
        ? <section className="card"><EmptyState icon={IconKey} title={keys.emptyTitle} text={keys.emptyText}>{add}</EmptyState></section>
        : data.items.length < data.limit && <Group>{add}</Group>}
      {data.items.map((key) => <KeyCard key={key.id} apiKey={key} zone={zone} />)}
      {adding && <KeyEditor workspaceId={workspaceId} scopes={data.availableScopes} onMade={setMade} onClose={() => setAdding(false)} />}
      {made && <KeyDialog text={made} onKept={() => setMade(null)} />}
    </Stack>
  )
}
