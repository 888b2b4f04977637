import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { isEmail } from '@/lib/email'
import { errorText, useTexts } from '@/texts/Texts'
import { useForgotPassword } from './queries'

export function ForgotForm() {
  const { texts } = useTexts()
  const { identity } = texts
  const forgot = useForgotPassword()
  const [email, setEmail] = useState('')
  const [checked, setChecked] = useState(false)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!forgot.isPending && isEmail(email)) forgot.mutate(email.trim())
  }
  if (forgot.isSuccess) return <Alert color="green" role="status">{identity.linkSent}</Alert>
  return (
    <form onSubmit={submit} noValidate aria-label={identity.forgotTitle}>
      <Stack>
        {forgot.error && <Alert color="red" role="alert">{errorText(forgot.error, texts)}</Alert>}
        <TextInput
          label={identity.email} type="email" autoComplete="username" size="md" value={email} onChange={(event) => setEmail(event.currentTarget.value)}
          error={checked && !isEmail(email) && identity.emailInvalid}
        />
        <Button type="submit" size="md" fullWidth loading={forgot.isPending}>{identity.sendLink}</Button>
      </Stack>
    </form>
  )
}
