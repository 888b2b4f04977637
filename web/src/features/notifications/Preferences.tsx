import { NativeSelect, Skeleton, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTexts } from '@/texts/Texts'
import { Card } from '@/ui/Card'
import { ErrorAlert } from '@/ui/ErrorAlert'
import classes from './Notifications.module.css'
import { preferencesQuery, usePrefer } from './queries'

/** What the person wants to be told of, and how it is mailed; a kind that a newer server knows is left as it is. */
export function Preferences() {
  const { notifications } = useTexts().texts
  const { data, error, refetch } = useQuery(preferencesQuery)
  const prefer = usePrefer()
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={320} radius={14} />
  const names: Record<string, { name: string; help: string }> = notifications.kinds
  const { mailBy } = notifications
  return (
    <Card title={notifications.whatTitle}>
      <Text c="dimmed" size="sm">{notifications.settingsHelp}</Text>
      {prefer.error && <ErrorAlert error={prefer.error} />}
      <ul className={classes.preferences}>
        {data.items.map((item) => {
          const { kind } = item
          const text = names[kind]
          // What was chosen is shown before the answer comes.
          const chosen = prefer.isPending ? prefer.variables.items?.find((change) => change.kind === kind) : undefined
          const inApp = chosen?.inApp ?? item.inApp
          return text && (
            <li key={kind} className={classes.preference}>
              <Switch size="md" label={text.name} description={text.help} checked={inApp} onChange={(event) => prefer.mutate({ items: [{ kind, inApp: event.currentTarget.checked }] })} />
              {item.mail === 'always' ? <Text size="sm" c="dimmed" className={classes.always}>{mailBy.always}</Text> : (
                <NativeSelect
                  aria-label={notifications.mailOf(text.name)} disabled={!inApp} value={inApp ? chosen?.mail ?? item.mail : 'never'}
                  data={(['now', 'digest', 'never'] as const).map((value) => ({ value, label: mailBy[value] }))}
                  onChange={(event) => prefer.mutate({ items: [{ kind, mail: event.currentTarget.value }] })}
                />
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
