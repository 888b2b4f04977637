import { Anchor, Text } from '@mantine/core'
import { Link, useLocation } from 'react-router'
import { RegisterForm } from '@/features/identity/RegisterForm'
import { Welcome } from '@/features/identity/Welcome'
import { useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function RegisterPage() {
  const { identity, common } = useTexts().texts
  const { search } = useLocation()
  useDocumentTitle(`${identity.register} · ${common.appName}`)
  return (
    <Welcome title={identity.registerTitle} text={identity.registerText}>
      <RegisterForm />
      <Text ta="center" mt="lg" c="dimmed">{identity.haveAccount} <Anchor component={Link} to={`/login${search}`} underline="always">{identity.signIn}</Anchor></Text>
    </Welcome>
  )
}
