import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import { ForgotForm } from '@/features/identity/ForgotForm'
import { Welcome } from '@/features/identity/Welcome'
import { useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function ForgotPasswordPage() {
  const { identity, common } = useTexts().texts
  useDocumentTitle(`${identity.forgotTitle} · ${common.appName}`)
  return (
    <Welcome title={identity.forgotTitle} text={identity.forgotText}>
      <ForgotForm />
      <Text ta="center" mt="lg"><Anchor component={Link} to="/login" underline="always">{identity.signIn}</Anchor></Text>
    </Welcome>
  )
}
