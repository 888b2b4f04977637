import { Button, Group, Progress, Select, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconHistory, IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '@/api/problem'
import { useUser } from '@/api/session'
import type { Replay } from '@/api/types'
import { compactNumber, dateAndSeconds } from '@/lib/format'
import { instantOf, localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { announce } from '@/ui/announce'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge, type Tone } from '@/ui/StatusBadge'
import classes from './Operators.module.css'
import { replaysQuery, useCancelReplay, useStartReplay } from './queries'

const tones = { running: 'blue', done: 'green', cancelled: 'grey', failed: 'red' } satisfies Record<string, Tone>
const isState = (name: string): name is keyof typeof tones => name in tones

export function Replays() {
  const { operators } = useTexts().texts
  const { data: replays, error, refetch } = useQuery(replaysQuery)
  return (
    <Stack gap="lg" mt="lg">
      <StartForm />
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      {!replays ? !error && <Skeleton height={200} radius={14} />
        : replays.length === 0 ? <EmptyState icon={IconHistory} title={operators.replaysNone} text={operators.replaysNoneText} />
        : <ul className={classes.rows}>{replays.map((replay) => <ReplayItem key={replay.id} replay={replay} />)}</ul>}
    </Stack>
  )
}

function StartForm() {
  const { operators } = useTexts().texts
  const { timezone } = useUser()
  const start = useStartReplay()
  const [kind, setKind] = useState<'deliveries' | 'parked'>('deliveries')
  const [from, setFrom] = useState(() => localTime(new Date(Date.now() - 3_600_000), timezone))
  const [to, setTo] = useState('')
  const [account, setAccount] = useState('')
  const problem = start.error instanceof ApiError && start.error.status === 400 ? start.error : null
  const submit = () =>
    start.mutate(
      { kind, from: from ? instantOf(from, timezone).toISOString() : null, to: to ? instantOf(to, timezone).toISOString() : null, platformAccountId: account.trim() || null },
      { onSuccess: () => announce(operators.started) },
    )
  return (
    <form className="card" style={{ padding: 20 }} aria-labelledby="replay-title" onSubmit={(event) => { event.preventDefault(); submit() }}>
      <Title order={2} size="h5" id="replay-title">{operators.startTitle}</Title>
      <Text size="sm" c="dimmed" mb="md">{operators.startText}</Text>
      <div className={classes.filters}>
        <Select
          label={operators.kind} allowDeselect={false} value={kind} onChange={(value) => setKind(value === 'parked' ? 'parked' : 'deliveries')}
          data={[{ value: 'deliveries', label: operators.kinds.deliveries }, { value: 'parked', label: operators.kinds.parked }]}
        />
        <TextInput type="datetime-local" label={operators.from} description={timezone} value={from} error={problem?.field('from')} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="datetime-local" label={operators.to} description={timezone} value={to} error={problem?.field('to')} onChange={(event) => setTo(event.currentTarget.value)} />
        <TextInput
          label={operators.account} placeholder="17841400000000001" value={account} error={problem?.field('platformAccountId')} onChange={(event) => setAccount(event.currentTarget.value)}
        />
        <Button type="submit" leftSection={<IconPlayerPlay size={17} />} loading={start.isPending}>{operators.start}</Button>
      </div>
      {start.error && !problem && <ErrorAlert error={start.error} />}
    </form>
  )
}

function ReplayItem({ replay }: { replay: Replay }) {
  const { texts, locale } = useTexts()
  const { operators, common } = texts
  const { timezone } = useUser()
  const cancel = useCancelReplay()
  const when = dateAndSeconds(replay.createdAt, locale, timezone)
  const number = (value: number) => compactNumber(value, locale)
  const facts = [
    operators.progress(number(replay.seen), number(replay.total)), operators.handedOver(number(replay.handedOver)), replay.resolved > 0 && operators.resolved(number(replay.resolved)),
    replay.setAside > 0 && operators.stillAside(number(replay.setAside)), replay.failed > 0 && operators.notTaken(number(replay.failed)),
    replay.state === 'running' && (replay.heldUntil ? operators.replayHeld(dateAndSeconds(replay.heldUntil, locale, timezone)) : operators.replayWaits),
  ]
  const share = replay.total === 0 ? 100 : Math.min(100, (replay.seen / replay.total) * 100)
  return (
    <li className={`card ${classes.row}`}>
      <div className={classes.line}>
        <Text component="time" dateTime={replay.createdAt} fw={550} size="sm">{when}</Text>
        <StatusBadge tone={isState(replay.state) ? tones[replay.state] : 'grey'} busy={replay.state === 'running'}>{isState(replay.state) ? operators.replayStates[replay.state] : replay.state}</StatusBadge>
        <span>{replay.kind === 'parked' ? operators.kinds.parked : operators.kinds.deliveries}</span>
        {replay.platformAccountId && <span>{replay.platformAccountId}</span>}
        {replay.state === 'running' && (
          <Button size="compact-sm" variant="default" aria-label={operators.cancelReplay(when)} loading={cancel.isPending} onClick={() => cancel.mutate(replay.id)}>{common.cancel}</Button>
        )}
      </div>
      {replay.state === 'running' && <Progress value={share} size="sm" aria-label={operators.progressOf(when)} />}
      <Group gap="md"><Text size="sm" c="dimmed">{facts.filter(Boolean).join(' · ')}</Text></Group>
      {cancel.error && <ErrorAlert error={cancel.error} />}
    </li>
  )
}
