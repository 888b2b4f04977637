import { Alert, Anchor, Button, FileInput, Group, Modal, Select, Stack, Table, Text } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import { useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useImportPosts } from './queries'

/** The header, and one line that shows every form. */
const example = 'account,type,caption,media,date,time,time_zone,first_comment\nluna.ceramics,feed,"Fresh from the kiln",mug.jpg,2027-01-15,09:30,Europe/Lisbon,"Which one is yours?"\n'

/** Many posts from a spreadsheet: tried first, so that nothing is created before every line has been looked at. */
export function ImportDialog({ accounts, onClose }: { accounts: Account[]; onClose: () => void }) {
  const { publishing, common } = useTexts().texts
  const { timezone } = useUser()
  const [file, setFile] = useState<File | null>(null)
  const [accountId, setAccountId] = useState<string | null>(accounts.length === 1 ? (accounts[0]?.id ?? null) : null)
  const [key, setKey] = useState(() => crypto.randomUUID())
  const run = useImportPosts()
  const report = run.data
  const send = (dryRun: boolean) => file && run.mutate({ key: dryRun ? crypto.randomUUID() : key, file, accountId, timeZone: timezone, dryRun })
  // What was checked is not what would be imported now.
  const begin = () => {
    setKey(crypto.randomUUID())
    run.reset()
  }
  const refused = report?.lines.filter((line) => line.code) ?? []
  return (
    <Modal opened onClose={onClose} size="lg" title={<Text fw={650} size="lg">{publishing.importTitle}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <Stack>
        <Text size="sm" c="dimmed">{publishing.importText} <Anchor size="sm" underline="always" href={`data:text/csv;charset=utf-8,${encodeURIComponent(example)}`} download="posts.csv">{publishing.importExample}</Anchor></Text>
        <FileInput label={publishing.importFile} accept=".csv,text/csv" leftSection={<IconFileSpreadsheet size={18} aria-hidden />} value={file} clearable onChange={(next) => { setFile(next); begin() }} />
        <Select label={publishing.importAccount} clearable data={accounts.map(({ id, username }) => ({ value: id, label: `@${username}` }))} value={accountId} onChange={(next) => { setAccountId(next); begin() }} />
        {run.error && <ErrorAlert error={run.error} />}
        <div aria-live="polite">
          {report && <Alert color={refused.length > 0 ? 'yellow' : 'green'}>{report.dryRun ? publishing.importTried(report.accepted, report.refused) : publishing.importDone(report.accepted, report.refused)}</Alert>}
        </div>
        {refused.length > 0 && (
          <Table.ScrollContainer minWidth={320} mah={300}>
            <Table stickyHeader>
              <Table.Thead><Table.Tr><Table.Th>{publishing.importLine}</Table.Th><Table.Th>{publishing.importColumn}</Table.Th><Table.Th>{publishing.importProblem}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>{refused.map((line) => <Table.Tr key={line.line}><Table.Td>{line.line}</Table.Td><Table.Td>{line.field ?? '–'}</Table.Td><Table.Td>{line.detail}</Table.Td></Table.Tr>)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{report && !report.dryRun ? common.close : common.cancel}</Button>
          {(!report || report.dryRun) && <Button variant={report ? 'default' : 'filled'} disabled={!file} loading={run.isPending} onClick={() => send(true)}>{publishing.importTry}</Button>}
          {report?.dryRun && report.accepted > 0 && <Button loading={run.isPending} onClick={() => send(false)}>{publishing.importRun(report.accepted)}</Button>}
        </Group>
      </Stack>
    </Modal>
  )
}
