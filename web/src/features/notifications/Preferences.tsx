import { Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { preferencesQuery, usePrefer } from './queries'

/** What the person wants to be told of; a kind that a newer server knows is left as it is. */
export function Preferences() {
  const { notifications } = useTexts().texts
  const { data, error, refetch } = useQuery(preferencesQuery)
  const prefer = usePrefer()
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={320} radius={14} mt="md" />
  const names: Record<string, { name: string; help: string }> = notifications.kinds
  return (
    <Stack className="card" p="lg" mt="md" gap="md" maw={720}>
      <Text c="dimmed" size="sm">{notifications.settingsHelp}</Text>
      {prefer.error && <ErrorAlert error={prefer.error} />}
      {data.map(({ kind, inApp }) => {
        const text = names[kind]
        return text && (
          <Switch
            key={kind} size="md" label={text.name} description={text.help} disabled={prefer.isPending && prefer.variables.kind === kind}
            checked={prefer.isPending && prefer.variables.kind === kind ? prefer.variables.inApp : inApp} onChange={(event) => prefer.mutate({ kind, inApp: event.currentTarget.checked })}
          />
        )
      })}
    </Stack>
  )
}
