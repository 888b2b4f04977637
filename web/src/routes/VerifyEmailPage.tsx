import { Alert, Anchor, Button, Stack } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { refresh, useSession } from '@/api/session'
import { useVerifyEmail } from '@/features/identity/queries'
import { Welcome } from '@/features/identity/Welcome'
import { errorText, useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

/** A button, because programs that look through mail follow links too. */
export function VerifyEmailPage() {
  const { texts } = useTexts()
  const { identity, common } = texts
  const token = useLocation().hash.slice(1)
  const session = useSession()
  const verify = useVerifyEmail()
  useDocumentTitle(`${identity.verifyTitle} · ${common.appName}`)
  // Whoever is signed in here sees at once that the address is confirmed.
  const confirm = () => verify.mutate(token, { onSuccess: () => void (session.state === 'in' && refresh()) })
  return (
    <Welcome title={identity.verifyTitle} text={identity.verifyText}>
      <Stack>
        {verify.error && <Alert color="red" role="alert">{errorText(verify.error, texts)}</Alert>}
        {!token && <Alert color="red" role="alert">{identity.linkBroken}</Alert>}
        {verify.isSuccess ? (
          <Alert color="green" role="status">{identity.verified} <Anchor component={Link} to="/" c="inherit" underline="always">{identity.toApp}</Anchor></Alert>
        ) : <Button size="md" disabled={!token} loading={verify.isPending} onClick={confirm}>{identity.verifyNow}</Button>}
      </Stack>
    </Welcome>
  )
}
