import { Anchor, Text } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { useSession } from '@/api/session'
import { LoginForm } from '@/features/identity/LoginForm'
import { Welcome } from '@/features/identity/Welcome'
import { useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function LoginPage() {
  const { identity, common } = useTexts().texts
  const session = useSession()
  const { search } = useLocation()
  useDocumentTitle(`${identity.signIn} · ${common.appName}`)
  return (
    <Welcome title={identity.loginTitle} text={identity.loginText}>
      <LoginForm notice={session.state === 'out' && session.expired ? identity.sessionExpired : undefined} />
      <Text ta="center" mt="lg" c="dimmed">{identity.noAccount} <Anchor component={Link} to={`/register${search}`} underline="always">{identity.register}</Anchor></Text>
    </Welcome>
  )
}
