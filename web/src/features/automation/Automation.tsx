import { Button, Group, Select, Skeleton, Stack, Switch, Text, Title } from '@mantine/core'
import { IconPlus, IconRobot } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, AutoReplyRule } from '@/api/types'
import { useMayIn } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { DryRun } from './DryRun'
import { autoRepliesQuery, useChangeSettings } from './queries'
import { ReplyLog } from './ReplyLog'
import { RuleEditor } from './RuleEditor'
import { RuleList } from './RuleList'

const zones = Intl.supportedValuesOf('timeZone')

/** One account's automatic replies. */
export function Automation({ account }: { account: Account }) {
  const { automation, common } = useTexts().texts
  const { data, error, refetch } = useQuery(autoRepliesQuery(account.id))
  const settings = useChangeSettings(account.id)
  const places = useMayIn('accounts:write')
  const [edited, setEdited] = useState<AutoReplyRule | 'new' | null>(null)
  if (!data || !places) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={320} radius={14} />
  const mayChange = places.has(account.workspaceId)
  const zoneNames = zones.includes(data.timeZone) ? zones : [data.timeZone, ...zones]
  return (
    <Stack gap="lg">
      {!mayChange && <Text c="dimmed">{common.lookOnly}</Text>}
      <Group className="card" p="md" justify="space-between" gap="md">
        <Switch
          size="md" label={automation.enabled(account.username)} description={automation.enabledHelp} checked={data.enabled} disabled={settings.isPending || !mayChange}
          onChange={(event) => settings.mutate({ enabled: event.currentTarget.checked })}
        />
        <Select label={automation.timeZone} searchable allowDeselect={false} w={240} disabled={!mayChange} value={data.timeZone} data={zoneNames} onChange={(timeZone) => timeZone && settings.mutate({ timeZone })} />
      </Group>
      {settings.error && <ErrorAlert error={settings.error} />}
      <section aria-labelledby="rules">
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h4" id="rules">{automation.rules}</Title>
          {mayChange && <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited('new')}>{automation.add}</Button>}
        </Group>
        {data.rules.length === 0 ? <EmptyState icon={IconRobot} title={automation.emptyTitle} text={automation.emptyText} /> : <RuleList accountId={account.id} rules={data.rules} onEdit={mayChange ? setEdited : null} />}
        {data.rules.length > 1 && <Text size="xs" c="dimmed" mt="xs">{automation.order}</Text>}
      </section>
      {mayChange && data.rules.length > 0 && <section aria-label={automation.tryIt}><DryRun accountId={account.id} /></section>}
      <section aria-labelledby="log">
        <Title order={2} size="h4" mb="sm" id="log">{automation.log}</Title>
        <ReplyLog accountId={account.id} />
      </section>
      {edited && <RuleEditor accountId={account.id} zone={data.timeZone} rule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Stack>
  )
}
