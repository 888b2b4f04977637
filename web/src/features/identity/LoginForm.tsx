import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import { ApiError } from '@/api/problem'
import { isEmail } from '@/lib/email'
import { errorText, useTexts } from '@/texts/Texts'
import { CodeForm } from './CodeForm'
import { useLogin } from './queries'

export function LoginForm({ notice }: { notice: string | undefined }) {
  const { texts } = useTexts()
  const login = useLogin()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [checked, setChecked] = useState(false)
  const [challenge, setChallenge] = useState('')

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!login.isPending && isEmail(email) && password)
      login.mutate({ email: email.trim(), password }, { onError: (error) => setChallenge(error instanceof ApiError ? error.challenge : '') })
  }
  if (challenge) return <CodeForm challenge={challenge} onBack={() => { setChallenge(''); login.reset() }} />
  return (
    <form onSubmit={submit} noValidate aria-label={texts.identity.signIn}>
      <Stack>
        {notice && !login.error && <Alert color="yellow">{notice}</Alert>}
        {login.error && <Alert color="red" role="alert">{errorText(login.error, texts)}</Alert>}
        <TextInput
          label={texts.identity.email} type="email" autoComplete="username" size="md" value={email} onChange={(event) => setEmail(event.currentTarget.value)}
          error={checked && !isEmail(email) && texts.identity.emailInvalid}
        />
        <PasswordInput
          label={texts.identity.password} autoComplete="current-password" size="md" value={password} onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': texts.identity.showPassword }} error={checked && !password && texts.identity.passwordMissing}
        />
        <Anchor component={Link} to="/forgot-password" size="sm" underline="always">{texts.identity.forgot}</Anchor>
        <Button type="submit" size="md" fullWidth loading={login.isPending}>{texts.identity.signIn}</Button>
      </Stack>
    </form>
  )
}
