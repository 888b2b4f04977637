import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { dateAndTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { Card } from '@/ui/Card'
import { deviceName } from './device'
import { loginsQuery } from './queries'

export function HistoryCard({ zone }: { zone: string }) {
  const { texts, locale } = useTexts()
  const { security } = texts
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(loginsQuery)
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={160} radius={14} />
  return (
    <Card title={security.historyTitle}>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {data.pages.flatMap((page) => page.items).map((login) => (
          <Group component="li" key={login.id} justify="space-between" gap="xs">
            <Text size="sm" fw={login.outcome === 'signed-in' || login.outcome === 'signed-up' ? 400 : 600}>{security.outcomes[login.outcome] ?? login.outcome}</Text>
            <Text size="sm" c="dimmed">{[deviceName(login, security.unknownDevice), login.ip, dateAndTime(login.occurredAt, locale, zone)].filter(Boolean).join(' · ')}</Text>
          </Group>
        ))}
      </Stack>
      {hasNextPage && <Button variant="default" style={{ alignSelf: 'flex-start' }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{security.more}</Button>}
    </Card>
  )
}
