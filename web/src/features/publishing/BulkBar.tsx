import { Alert, Button, Group, Menu, Text } from '@mantine/core'
import { useState } from 'react'
import type { PostBulk } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { announce } from '@/ui/announce'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useBulkPosts } from './queries'

/** `versions`: of the posts as they are shown; only what was seen is approved. */
type Props = { chosen: readonly string[]; versions: Record<string, number>; onDone: (left: string[]) => void; onClose: () => void }

/** One thing done with many posts. What could not be done stays chosen, with the reason. */
export function BulkBar({ chosen, versions, onDone, onClose }: Props) {
  const { publishing } = useTexts().texts
  const run = useBulkPosts()
  const [failed, setFailed] = useState<string[]>([])
  const act = (body: Omit<PostBulk, 'ids'>) => run.mutate({ ids: [...chosen], versions: Object.fromEntries(chosen.flatMap((id) => (versions[id] === undefined ? [] : [[id, versions[id]]]))), ...body }, {
    onSuccess: (results) => {
      const refused = results.filter((result) => result.code)
      setFailed([...new Set(refused.map((result) => result.detail ?? result.code ?? ''))])
      announce(publishing.bulkDone(results.length - refused.length))
      onDone(refused.map((result) => result.id))
    },
  })
  const idle = chosen.length === 0 || run.isPending
  return (
    <section className="card" style={{ padding: '10px 14px', marginBottom: 12 }} aria-label={publishing.choose}>
      <Group gap="xs">
        <Text size="sm" fw={550} aria-live="polite">{publishing.chosen(chosen.length)}</Text>
        <Menu shadow="md">
          <Menu.Target><Button size="compact-sm" variant="light" disabled={idle}>{publishing.bulk.reschedule}</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => act({ action: 'reschedule', shift: { days: -1, minutes: 0 } })}>{publishing.bulkShift.back}</Menu.Item>
            <Menu.Item onClick={() => act({ action: 'reschedule', shift: { days: 1, minutes: 0 } })}>{publishing.bulkShift.day}</Menu.Item>
            <Menu.Item onClick={() => act({ action: 'reschedule', shift: { days: 7, minutes: 0 } })}>{publishing.bulkShift.week}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {(['approve', 'duplicate', 'cancel', 'delete'] as const).map((action) => (
          <Button key={action} size="compact-sm" variant="default" disabled={idle} onClick={() => act({ action })}>{publishing.bulk[action]}</Button>
        ))}
        <Button size="compact-sm" variant="subtle" color="gray" ml="auto" onClick={onClose}>{publishing.chooseNone}</Button>
      </Group>
      {run.error && <ErrorAlert error={run.error} />}
      {failed.length > 0 && <Alert color="yellow" mt="xs" role="alert" title={publishing.bulkFailed(chosen.length)}>{failed.map((text) => <Text key={text} size="sm">{text}</Text>)}</Alert>}
    </section>
  )
}
