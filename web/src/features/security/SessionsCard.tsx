import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { dateAndTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import { Card } from '@/ui/Card'
import { deviceName } from './device'
import { sessionsQuery, useEndOthers, useEndSession } from './queries'

export function SessionsCard({ zone }: { zone: string }) {
  const { texts, locale } = useTexts()
  const { security } = texts
  const { data, error, refetch } = useQuery(sessionsQuery)
  const [end, endOthers] = [useEndSession(), useEndOthers()]
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={160} radius={14} />
  return (
    <Card title={security.sessionsTitle}>
      {(end.error ?? endOthers.error) && <ErrorAlert error={end.error ?? endOthers.error} />}
      <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: 'none' }}>
        {data.map((session) => {
          const name = deviceName(session, security.unknownDevice)
          return (
            <Group component="li" key={session.id} justify="space-between" wrap="nowrap" align="flex-start">
              <div>
                <Group gap="xs"><Text fw={600}>{name}</Text>{session.current && <StatusBadge tone="green">{security.thisSession}</StatusBadge>}</Group>
                <Text size="sm" c="dimmed">{[session.ip, security.lastUsed(dateAndTime(session.lastUsedAt, locale, zone))].filter(Boolean).join(' · ')}</Text>
              </div>
              {!session.current && (
                <Button
                  variant="default" size="xs" aria-label={security.endSessionOf(name)} loading={end.isPending && end.variables === session.id} onClick={() => end.mutate(session.id)}
                >{security.endSession}</Button>
              )}
            </Group>
          )
        })}
      </Stack>
      {data.length > 1 && <Button variant="default" style={{ alignSelf: 'flex-start' }} loading={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>{security.endOthers}</Button>}
    </Card>
  )
}
