import { Alert, Button, Group, Menu, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '@/api/problem'
import type { PostBulk } from '@/api/types'
import { Attempt } from '@/lib/attempt'
import { errorText, useTexts } from '@/texts/Texts'
import { announce } from '@/ui/announce'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { leftAfter, type Chosen } from './choice'
import { useBulkPosts } from './queries'

type Props = { chosen: Chosen; onDone: (left: Chosen) => void; onClose: () => void }

/** One thing done with many posts. What could not be done stays chosen, with the reason. */
export function BulkBar({ chosen, onDone, onClose }: Props) {
  const { texts } = useTexts()
  const { publishing } = texts
  const run = useBulkPosts()
  const [attempt] = useState(() => new Attempt())
  const [asked, setAsked] = useState<'reject' | 'cancel' | 'delete'>('cancel')
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [failed, setFailed] = useState<{ count: number; reasons: string[] }>({ count: 0, reasons: [] })
  const ids = Object.keys(chosen)
  const act = (how: Omit<PostBulk, 'ids'>) => {
    const body = { ids, versions: chosen, ...how }
    run.mutate({ key: attempt.keyOf(body), body }, {
      onSuccess: (results) => {
        attempt.succeeded()
        const refused = results.filter((result) => result.code)
        setFailed({ count: refused.length, reasons: [...new Set(refused.map(({ code, detail }) => errorText(new ApiError(409, code ?? '', detail ?? ''), texts)))] })
        announce(publishing.bulkDone(results.length - refused.length))
        onDone(leftAfter(chosen, results))
      },
      onSettled: () => setAsking(false),
    })
  }
  const ask = (action: typeof asked) => {
    setAsked(action)
    setReason('')
    setAsking(true)
  }
  const idle = ids.length === 0 || run.isPending
  return (
    <section className="card" style={{ padding: '10px 14px', marginBottom: 12 }} aria-label={publishing.choose}>
      <Group gap="xs">
        <Text size="sm" fw={550} aria-live="polite">{publishing.chosen(ids.length)}</Text>
        <Menu shadow="md">
          <Menu.Target><Button size="compact-sm" variant="light" disabled={idle}>{publishing.bulk.reschedule}</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => act({ action: 'reschedule', shift: { days: -1, minutes: 0 } })}>{publishing.bulkShift.back}</Menu.Item>
            <Menu.Item onClick={() => act({ action: 'reschedule', shift: { days: 1, minutes: 0 } })}>{publishing.bulkShift.day}</Menu.Item>
            <Menu.Item onClick={() => act({ action: 'reschedule', shift: { days: 7, minutes: 0 } })}>{publishing.bulkShift.week}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {(['approve', 'duplicate'] as const).map((action) => <Button key={action} size="compact-sm" variant="default" disabled={idle} onClick={() => act({ action })}>{publishing.bulk[action]}</Button>)}
        {(['reject', 'cancel', 'delete'] as const).map((action) => <Button key={action} size="compact-sm" variant="default" disabled={idle} onClick={() => ask(action)}>{publishing.bulk[action]}</Button>)}
        <Button size="compact-sm" variant="subtle" color="gray" ml="auto" onClick={onClose}>{publishing.chooseNone}</Button>
      </Group>
      {run.error && <ErrorAlert error={run.error} />}
      {failed.count > 0 && <Alert color="yellow" mt="xs" role="alert" title={publishing.bulkFailed(failed.count)}>{failed.reasons.map((text) => <Text key={text} size="sm">{text}</Text>)}</Alert>}
      <ConfirmDialog
        opened={asking} title={publishing.bulkAsk[asked](ids.length)} text={publishing.bulkAskText[asked]} confirm={publishing.bulk[asked]} cancel={publishing.keepAll} pending={run.isPending} ready={asked !== 'reject' || reason.trim() !== ''}
        onClose={() => setAsking(false)} onConfirm={() => act({ action: asked, ...(asked === 'reject' ? { reason: reason.trim() } : {}) })}
      >
        {asked === 'reject' && <Textarea label={publishing.rejectReason} required autosize minRows={2} maxLength={1000} mt="md" data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />}
      </ConfirmDialog>
    </section>
  )
}
