import { Button, Center, Skeleton, Text } from '@mantine/core'
import { IconCircleCheck, IconPlayerPlay } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useUser } from '@/api/session'
import type { ParkedPart } from '@/api/types'
import { dateAndSeconds } from '@/lib/format'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import { Raw } from './Deliveries'
import classes from './Operators.module.css'
import { isReason, parkedQuery, useStartReplay } from './queries'
import { ReasonSelect } from './ReasonSelect'

/** Parts that were not understood or had no account, with their bytes. */
export function Parked() {
  const { texts } = useTexts()
  const { operators, common } = texts
  const [params, change] = useSearch()
  const chosen = params.get('reason')
  const reason = isReason(chosen) ? chosen : null
  const [asking, setAsking] = useState(false)
  const replay = useStartReplay()
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(parkedQuery(reason))
  const parts = data?.pages.flatMap((page) => page.items)
  const start = () => replay.mutate({ kind: 'parked', reason }, { onSuccess: () => change({ tab: 'replays', reason: undefined }), onSettled: () => setAsking(false) })
  return (
    <>
      <div className={classes.filters}>
        <ReasonSelect value={reason} onChange={(next) => change({ reason: next ?? undefined })} />
        <Button leftSection={<IconPlayerPlay size={17} />} disabled={!parts?.length} onClick={() => setAsking(true)}>{operators.replayParked}</Button>
      </div>
      {(error ?? replay.error) && <ErrorAlert error={error ?? replay.error} retry={() => void refetch()} />}
      {!parts ? !error && <Skeleton height={280} radius={14} />
        : parts.length === 0 ? <EmptyState icon={IconCircleCheck} title={operators.parkedNone} text={operators.parkedNoneText} />
        : <ul className={classes.rows}>{parts.map((part) => <ParkedRow key={part.id} part={part} />)}</ul>}
      {hasNextPage && <Center mt="md"><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{common.loadMore}</Button></Center>}
      <ConfirmDialog
        opened={asking} title={operators.replayParkedTitle} text={operators.replayParkedText} confirm={operators.replayParked} cancel={common.cancel} pending={replay.isPending}
        onClose={() => setAsking(false)} onConfirm={start}
      />
    </>
  )
}

function ParkedRow({ part }: { part: ParkedPart }) {
  const { texts, locale } = useTexts()
  const { operators } = texts
  const { timezone } = useUser()
  return (
    <li className={`card ${classes.row}`}>
      <div className={classes.line}>
        <Text component="time" dateTime={part.receivedAt} fw={550} size="sm">{dateAndSeconds(part.receivedAt, locale, timezone)}</Text>
        <StatusBadge tone={part.reason === 'unknown-account' || part.reason === 'dashboard-test' ? 'grey' : 'orange'}>{isReason(part.reason) ? operators.reasons[part.reason] : part.reason}</StatusBadge>
        {part.platformAccountId && <span>{part.platformAccountId}</span>}
      </div>
      <details>
        <summary><Text component="span" size="sm">{part.detail || operators.body}</Text></summary>
        <Raw text={part.raw} />
      </details>
    </li>
  )
}
