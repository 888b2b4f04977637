import { Alert, Button, Text } from '@mantine/core'
import type { User } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { Card } from '@/ui/Card'
import { useSendVerification } from './queries'

export function EmailCard({ user }: { user: User }) {
  const { security } = useTexts().texts
  const send = useSendVerification()
  return (
    <Card title={security.emailTitle}>
      <Text>{user.emailVerified ? security.emailConfirmed(user.email) : security.emailOpen(user.email)}</Text>
      {send.error && <ErrorAlert error={send.error} />}
      {send.isSuccess && !user.emailVerified && <Alert color="green" role="status">{security.sent}</Alert>}
      {!user.emailVerified && <Button variant="default" style={{ alignSelf: 'flex-start' }} loading={send.isPending} onClick={() => send.mutate()}>{security.sendAgain}</Button>}
    </Card>
  )
}
