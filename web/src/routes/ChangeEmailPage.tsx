import { Alert, Anchor, Button, Stack } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { refresh, useSession } from '@/api/session'
import { useConfirmEmail } from '@/features/identity/queries'
import { Welcome } from '@/features/identity/Welcome'
import { errorText, useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

/** A button, because programs that look through mail follow links too. */
export function ChangeEmailPage() {
  const { texts } = useTexts()
  const { identity, common } = texts
  const token = useLocation().hash.slice(1)
  const session = useSession()
  const confirm = useConfirmEmail()
  useDocumentTitle(`${identity.changeEmailTitle} · ${common.appName}`)
  // Where the change was asked for, the session goes on under the new address; elsewhere it is over, and that shows here.
  const take = () => confirm.mutate(token, { onSuccess: () => void (session.state === 'in' && refresh().catch(() => undefined)) })
  return (
    <Welcome title={identity.changeEmailTitle} text={identity.changeEmailText}>
      <Stack>
        {confirm.error && <Alert color="red" role="alert">{errorText(confirm.error, texts)}</Alert>}
        {!token && <Alert color="red" role="alert">{identity.linkBroken}</Alert>}
        {confirm.isSuccess ? (
          <Alert color="green" role="status">{identity.emailChanged} <Anchor component={Link} to="/" c="inherit" underline="always">{identity.toApp}</Anchor></Alert>
        ) : <Button size="md" disabled={!token} loading={confirm.isPending} onClick={take}>{identity.changeEmailNow}</Button>}
      </Stack>
    </Welcome>
  )
}
