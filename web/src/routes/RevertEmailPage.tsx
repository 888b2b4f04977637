import { Alert, Anchor, Button, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { ApiError } from '@/api/problem'
import { signOut } from '@/api/session'
import { useRevertEmail } from '@/features/identity/queries'
import { ResetForm } from '@/features/identity/ResetForm'
import { Welcome } from '@/features/identity/Welcome'
import { errorText, useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

/** For whoever lost their address to somebody else: the former one back, and a new password at once. A button, because programs that look through mail follow links too. */
export function RevertEmailPage() {
  const { texts } = useTexts()
  const { identity, common } = texts
  const token = useLocation().hash.slice(1)
  const client = useQueryClient()
  const revert = useRevertEmail()
  const isOver = revert.error instanceof ApiError && revert.error.code === 'token-invalid'
  const [done, setDone] = useState(false)
  useDocumentTitle(`${identity.revertTitle} · ${common.appName}`)
  // Whoever was signed in here is not any more.
  const back = () => revert.mutate(token, { onSuccess: () => void signOut().then(() => client.clear()) })
  return (
    <Welcome title={identity.revertTitle} text={identity.revertText}>
      <Stack>
        {revert.error && <Alert color="red" role="alert">{isOver ? identity.revertOver : errorText(revert.error, texts)}</Alert>}
        {!token && <Alert color="red" role="alert">{identity.linkBroken}</Alert>}
        {!revert.isSuccess && !isOver && <Button size="md" disabled={!token} loading={revert.isPending} onClick={back}>{identity.revertNow}</Button>}
        {revert.isSuccess && !done && (
          <>
            <Alert color="green" role="status">{identity.reverted}</Alert>
            <ResetForm token={revert.data.resetToken} onDone={() => setDone(true)} />
          </>
        )}
        {done && <Alert color="green" role="status">{identity.resetDone} <Anchor component={Link} to="/login" c="inherit" underline="always">{identity.signIn}</Anchor></Alert>}
      </Stack>
    </Welcome>
  )
}
