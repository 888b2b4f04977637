import { Button, Center, Modal, Select, Skeleton, Text, TextInput } from '@mantine/core'
import { IconInboxOff } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useUser } from '@/api/session'
import type { Delivery } from '@/api/types'
import { compactNumber, dateAndSeconds } from '@/lib/format'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import classes from './Operators.module.css'
import { bodyQuery, deliveriesQuery, isReason, ranges, type DeliveryFilter, type Range } from './queries'
import { ReasonSelect } from './ReasonSelect'

const any = 'any'
const isRange = (name: string | null): name is Range => name !== null && name in ranges

/** The filter stands in the URL. */
function useFilter(): [DeliveryFilter, (members: Record<string, string | undefined>) => void] {
  const [params, change] = useSearch()
  const [range, state, reason] = [params.get('range'), params.get('state'), params.get('reason')]
  return [{ range: isRange(range) ? range : 'day', state: state === 'waiting' || state === 'finished' ? state : null, reason: isReason(reason) ? reason : null, account: params.get('of') ?? '' }, change]
}

export function Deliveries() {
  const { texts } = useTexts()
  const { operators, common } = texts
  const [filter, change] = useFilter()
  const [account, setAccount] = useState(filter.account)
  const [opened, setOpened] = useState<Delivery | null>(null)
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(deliveriesQuery(filter))
  const deliveries = data?.pages.flatMap((page) => page.items)
  return (
    <>
      <form className={classes.filters} onSubmit={(event) => { event.preventDefault(); change({ of: account.trim() || undefined }) }}>
        <Select
          label={operators.range} allowDeselect={false} value={filter.range} onChange={(range) => change({ range: range ?? undefined })}
          data={[{ value: 'hour', label: operators.ranges.hour }, { value: 'day', label: operators.ranges.day }, { value: 'week', label: operators.ranges.week }]}
        />
        <Select
          label={operators.state} allowDeselect={false} value={filter.state ?? any} onChange={(state) => change({ state: state && state !== any ? state : undefined })}
          data={[{ value: any, label: operators.anyState }, { value: 'waiting', label: operators.states.waiting }, { value: 'finished', label: operators.states.finished }]}
        />
        <ReasonSelect value={filter.reason} onChange={(reason) => change({ reason: reason ?? undefined })} />
        <TextInput label={operators.account} placeholder="17841400000000001" value={account} onChange={(event) => setAccount(event.currentTarget.value)} onBlur={() => change({ of: account.trim() || undefined })} />
      </form>
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      {!deliveries ? !error && <Skeleton height={280} radius={14} />
        : deliveries.length === 0 ? <EmptyState icon={IconInboxOff} title={operators.deliveriesNone} text={operators.deliveriesNoneText} />
        : <ul className={classes.rows}>{deliveries.map((delivery) => <DeliveryRow key={delivery.id} delivery={delivery} onOpen={() => setOpened(delivery)} />)}</ul>}
      {hasNextPage && <Center mt="md"><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{common.loadMore}</Button></Center>}
      <Modal opened={opened !== null} onClose={() => setOpened(null)} title={operators.body} size="lg" closeButtonProps={{ 'aria-label': common.close }}>{opened && <Body id={opened.id} />}</Modal>
    </>
  )
}

function DeliveryRow({ delivery, onOpen }: { delivery: Delivery; onOpen: () => void }) {
  const { texts, locale } = useTexts()
  const { operators } = texts
  const { timezone } = useUser()
  const when = dateAndSeconds(delivery.receivedAt, locale, timezone)
  return (
    <li className={`card ${classes.row}`}>
      <div className={classes.line}>
        <Text component="time" dateTime={delivery.receivedAt} fw={550} size="sm">{when}</Text>
        <StatusBadge tone={delivery.state === 'finished' ? 'green' : 'orange'} busy={delivery.state !== 'finished'}>{delivery.state === 'finished' ? operators.states.finished : operators.states.waiting}</StatusBadge>
        {delivery.setAside.map((reason) => <StatusBadge key={reason} tone="grey">{isReason(reason) ? operators.reasons[reason] : reason}</StatusBadge>)}
        <span>{operators.bytes(compactNumber(delivery.size, locale))}</span>
        {delivery.attempts > 0 && <span>{operators.attempts(delivery.attempts)}</span>}
        <Button size="compact-sm" variant="subtle" aria-label={operators.showBody(when)} onClick={onOpen}>{operators.body}</Button>
      </div>
    </li>
  )
}

function Body({ id }: { id: string }) {
  const { data, error } = useQuery(bodyQuery(id))
  if (!data) return error ? <ErrorAlert error={error} /> : <Skeleton height={200} />
  return <Raw text={data.body} />
}

/** What is JSON is laid out; all else is shown as it came. */
export function Raw({ text }: { text: string }) {
  return <pre className={classes.raw}>{laidOut(text)}</pre>
}

function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
