import { Alert, Anchor, Badge, Button, Group, Skeleton, Switch, Text } from '@mantine/core'
import { IconMailFast } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useTexts } from '@/texts/Texts'
import { Card } from '@/ui/Card'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { preferencesQuery, usePrefer, useTestMail } from './queries'

/** Where mail goes, whether it does, and a way to try it. */
export function MailboxCard() {
  const { notifications } = useTexts().texts
  const { data } = useQuery(preferencesQuery)
  const prefer = usePrefer()
  const test = useTestMail()
  if (!data) return <Skeleton height={140} radius={14} />
  const { address, confirmed, stopped } = data.mailbox
  const left = stopped === 'unsubscribed'
  const on = confirmed && stopped === null
  return (
    <Card title={notifications.mailTitle} badge={<Badge variant="light" color={on ? 'green' : 'gray'}>{on ? notifications.mailOn : notifications.mailOff}</Badge>}>
      <Text>{notifications.mailTo(address)}</Text>
      {!confirmed && <Alert color="orange" role="status">{notifications.mailUnconfirmed} <Anchor component={Link} to="/settings/security" c="inherit" underline="always">{notifications.toConfirm}</Anchor></Alert>}
      {confirmed && stopped && <Alert color="orange" role="status">{notifications.mailStopped[left ? 'unsubscribed' : stopped === 'complaint' ? 'complaint' : 'bounce']}</Alert>}
      {(prefer.error ?? test.error) && <ErrorAlert error={prefer.error ?? test.error} />}
      {test.isSuccess && <Alert color="green" role="status">{notifications.testSent(test.data.address)}</Alert>}
      {on && (
        <Switch
          size="md" label={notifications.weekly} description={notifications.weeklyHelp} checked={data.weeklySummary} disabled={prefer.isPending}
          onChange={(event) => prefer.mutate({ weeklySummary: event.currentTarget.checked })}
        />
      )}
      <Group gap="sm">
        <Button variant="default" leftSection={<IconMailFast size={17} aria-hidden />} loading={test.isPending} disabled={!confirmed || (stopped !== null && !left)} onClick={() => test.mutate()}>{notifications.test}</Button>
        {confirmed && left && <Button loading={prefer.isPending} onClick={() => prefer.mutate({ subscribed: true })}>{notifications.subscribe}</Button>}
        {on && <Button variant="subtle" color="gray" loading={prefer.isPending} onClick={() => prefer.mutate({ subscribed: false })}>{notifications.unsubscribe}</Button>}
      </Group>
    </Card>
  )
}
