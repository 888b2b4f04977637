import { Tabs } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useUser } from '@/api/session'
import { OperatorActivity } from '@/features/activity/OperatorActivity'
import { Deliveries } from '@/features/operators/Deliveries'
import { JournalFacts } from '@/features/operators/JournalFacts'
import { Parked } from '@/features/operators/Parked'
import { Replays } from '@/features/operators/Replays'
import { SignatureForm } from '@/features/operators/SignatureForm'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { PageHeader } from '@/ui/PageHeader'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

const tabs = ['deliveries', 'parked', 'replays', 'signature', 'activity'] as const

export function OperatorsPage() {
  const { operators, common } = useTexts().texts
  const { role, timezone } = useUser()
  const [params, change] = useSearch()
  const tab = tabs.find((name) => name === params.get('tab')) ?? 'deliveries'
  useDocumentTitle(`${operators.title} · ${common.appName}`)
  // The API refuses everybody else; this only says so.
  if (role !== 'operator') return <EmptyState icon={IconLock} title={operators.forbiddenTitle} text={operators.forbiddenText} />
  return (
    <div className="page">
      <PageHeader title={operators.title} subtitle={operators.subtitle} />
      <JournalFacts />
      <Tabs value={tab} onChange={(next) => change({ tab: next && next !== 'deliveries' ? next : undefined, reason: undefined })} keepMounted={false}>
        <Tabs.List aria-label={operators.title} style={{ flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' }}>{tabs.map((name) => <Tabs.Tab key={name} value={name}>{operators.tabs[name]}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="deliveries"><Deliveries /></Tabs.Panel>
        <Tabs.Panel value="parked"><Parked /></Tabs.Panel>
        <Tabs.Panel value="replays"><Replays /></Tabs.Panel>
        <Tabs.Panel value="signature"><SignatureForm /></Tabs.Panel>
        <Tabs.Panel value="activity"><OperatorActivity zone={timezone} /></Tabs.Panel>
      </Tabs>
    </div>
  )
}
