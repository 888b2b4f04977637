import { Alert, Anchor, Button, Stack } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { useUnsubscribe } from '@/features/notifications/queries'
import { Welcome } from '@/features/identity/Welcome'
import { errorText, useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

/** Where the link in a mail leads, without signing in. A button, because programs that look through mail follow links too. */
export function UnsubscribePage() {
  const { texts } = useTexts()
  const { notifications, common } = texts
  const token = useLocation().hash.slice(1)
  const leave = useUnsubscribe()
  useDocumentTitle(`${notifications.leaveTitle} · ${common.appName}`)
  return (
    <Welcome title={notifications.leaveTitle} text={notifications.leaveText}>
      <Stack>
        {leave.error && <Alert color="red" role="alert">{errorText(leave.error, texts)}</Alert>}
        {leave.isSuccess ? (
          <Alert color="green" role="status">{notifications.left} <Anchor component={Link} to="/settings/notifications" c="inherit" underline="always">{notifications.toSettings}</Anchor></Alert>
        ) : <Button size="md" disabled={!token} loading={leave.isPending} onClick={() => leave.mutate(decodeURIComponent(token))}>{notifications.leaveNow}</Button>}
      </Stack>
    </Welcome>
  )
}
