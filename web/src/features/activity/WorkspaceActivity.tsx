import { Alert, Button, Select, Skeleton, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '@/texts/Texts'
import { announce } from '@/ui/announce'
import { ErrorAlert } from '@/ui/ErrorAlert'
import classes from './Activity.module.css'
import { dayFrom } from './days'
import { EntryList } from './EntryList'
import { actorsQuery, saveActivity, workspaceActivityQuery } from './queries'

type Props = { workspaceId: string; mayRead: boolean; zone: string }

export function WorkspaceActivity({ workspaceId, mayRead, zone }: Props) {
  const { activity } = useTexts().texts
  return mayRead ? <Log workspaceId={workspaceId} zone={zone} /> : <Alert color="gray">{activity.notYours}</Alert>
}

function Log({ workspaceId, zone }: { workspaceId: string; zone: string }) {
  const { activity } = useTexts().texts
  const [actor, setActor] = useState<string | null>(null)
  const [kind, setKind] = useState<string | null>(null)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  // The day named last is part of it.
  const filter = { actor, kind, from: dayFrom(from, 0, zone), to: dayFrom(to, 1, zone) }
  const actors = useQuery(actorsQuery(workspaceId)).data ?? []
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(workspaceActivityQuery(workspaceId, filter))
  const save = useMutation({ mutationFn: () => saveActivity(workspaceId, filter), onSuccess: () => announce(activity.exported) })
  return (
    <>
      <div className={classes.filters}>
        <Select label={activity.who} placeholder={activity.everybody} clearable value={actor} onChange={setActor} data={actors.map(({ id, name }) => ({ value: id, label: name ?? activity.erased }))} />
        <Select label={activity.kind} placeholder={activity.everything} clearable value={kind} onChange={setKind} data={Object.entries(activity.kinds).map(([value, label]) => ({ value, label }))} />
        <TextInput type="date" label={activity.from} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="date" label={activity.to} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button variant="default" leftSection={<IconDownload size={17} />} loading={save.isPending} onClick={() => save.mutate()}>{activity.export}</Button>
      </div>
      {save.error && <ErrorAlert error={save.error} />}
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      {!data ? !error && <Skeleton height={240} radius={14} /> : (
        <EntryList entries={data.pages.flatMap((page) => page.items)} zone={zone} hasMore={hasNextPage} isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} />
      )}
    </>
  )
}
