import { Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { EntryList } from './EntryList'
import { ownActivityQuery } from './queries'

export function OwnActivity({ zone }: { zone: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(ownActivityQuery)
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={240} radius={14} />
  return <EntryList entries={data.pages.flatMap((page) => page.items)} zone={zone} hasMore={hasNextPage} isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} />
}
