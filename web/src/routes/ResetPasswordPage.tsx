import { Alert, Anchor } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { signOut } from '@/api/session'
import { ResetForm } from '@/features/identity/ResetForm'
import { Welcome } from '@/features/identity/Welcome'
import { useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

/** The mailed link carries its secret behind the #, which browsers keep to themselves. */
export function ResetPasswordPage() {
  const { identity, common } = useTexts().texts
  const token = useLocation().hash.slice(1)
  const client = useQueryClient()
  const [done, setDone] = useState(false)
  useDocumentTitle(`${identity.resetTitle} · ${common.appName}`)
  // Whoever was signed in here is not any more.
  const finish = () => {
    setDone(true)
    void signOut().then(() => client.clear())
  }
  return (
    <Welcome title={identity.resetTitle} text={identity.resetText}>
      {done ? (
        <Alert color="green" role="status">{identity.resetDone} <Anchor component={Link} to="/login" c="inherit" underline="always">{identity.signIn}</Anchor></Alert>
      ) : token ? <ResetForm token={token} onDone={finish} /> : <Alert color="red" role="alert">{identity.linkBroken} <Anchor component={Link} to="/forgot-password" c="inherit" underline="always">{identity.newLink}</Anchor></Alert>}
    </Welcome>
  )
}
