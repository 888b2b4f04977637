import { Select, Skeleton, Text, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import classes from './Activity.module.css'
import { dayFrom } from './days'
import { EntryList } from './EntryList'
import { operatorActivityQuery } from './queries'

/** What belongs to no workspace: sign-ins, what people do with their own accounts, and operators' work. */
export function OperatorActivity({ zone }: { zone: string }) {
  const { activity } = useTexts().texts
  const [kind, setKind] = useState<string | null>(null)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  // The day named last is part of it.
  const filter = { actor: null, kind, from: dayFrom(from, 0, zone), to: dayFrom(to, 1, zone) }
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(operatorActivityQuery(filter))
  return (
    <>
      <Text size="sm" c="dimmed" mt="md" mb="sm">{activity.ofAll}</Text>
      <div className={classes.filters}>
        <Select label={activity.kind} placeholder={activity.everything} clearable value={kind} onChange={setKind} data={Object.entries(activity.ownKinds).map(([value, label]) => ({ value, label }))} />
        <TextInput type="date" label={activity.from} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="date" label={activity.to} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      </div>
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      {!data ? !error && <Skeleton height={240} radius={14} /> : (
        <EntryList entries={data.pages.flatMap((page) => page.items)} zone={zone} hasMore={hasNextPage} isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} />
      )}
    </>
  )
}
