import { Button, Table, Text } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import type { AuditEntry } from '@/api/types'
import { dateAndTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { StatusBadge } from '@/ui/StatusBadge'
import classes from './Activity.module.css'
import { changesOf, sentenceOf } from './words'

type Props = { entries: readonly AuditEntry[]; zone: string; hasMore: boolean; isLoading: boolean; onMore: () => void }

export function EntryList({ entries, zone, hasMore, isLoading, onMore }: Props) {
  const { activity } = useTexts().texts
  if (entries.length === 0) return <EmptyState icon={IconListSearch} title={activity.none} text={activity.noneText} />
  return (
    <>
      <ul className={classes.entries}>{entries.map((entry) => <Entry key={entry.id} entry={entry} zone={zone} />)}</ul>
      {hasMore && <Button variant="default" mt="md" loading={isLoading} onClick={onMore}>{activity.more}</Button>}
    </>
  )
}

function Entry({ entry, zone }: { entry: AuditEntry; zone: string }) {
  const { texts, locale } = useTexts()
  const { activity } = texts
  const changes = changesOf(entry)
  const facts = [entry.ip && `${activity.address}: ${entry.ip}`, entry.requestId && `${activity.request}: ${entry.requestId}`].filter(Boolean)
  return (
    <li className={`card ${classes.entry}`}>
      <div className={classes.line}>
        <Text size="sm" fw={550} className={classes.sentence}>{sentenceOf(entry, texts)}</Text>
        {entry.result === 'refused' && <StatusBadge tone="red">{activity.refused}</StatusBadge>}
        <Text component="time" dateTime={entry.at} size="sm" c="dimmed">{dateAndTime(entry.at, locale, zone)}</Text>
      </div>
      {(changes.length > 0 || facts.length > 0) && (
        <details>
          <summary>{activity.details}</summary>
          {changes.length > 0 && (
            <Table fz="xs" mt={6} className={classes.changes}>
              <Table.Thead><Table.Tr><Table.Th><span className="sr-only">{activity.details}</span></Table.Th><Table.Th>{activity.before}</Table.Th><Table.Th>{activity.after}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{changes.map(({ name, before, after }) => <Table.Tr key={name}><Table.Th scope="row">{name}</Table.Th><Table.Td>{before}</Table.Td><Table.Td>{after}</Table.Td></Table.Tr>)}</Table.Tbody>
            </Table>
          )}
          {facts.map((fact) => <Text key={fact} size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{fact}</Text>)}
        </details>
      )}
    </li>
  )
}
