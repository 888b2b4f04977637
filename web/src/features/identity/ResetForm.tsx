import { Alert, Anchor, Button, PasswordInput, Stack } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import { ApiError } from '@/api/problem'
import { isPassword } from '@/lib/password'
import { errorText, useTexts } from '@/texts/Texts'
import { useResetPassword } from './queries'

export function ResetForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { texts } = useTexts()
  const { identity } = texts
  const reset = useResetPassword()
  const [password, setPassword] = useState('')
  const [checked, setChecked] = useState(false)
  const isUsed = reset.error instanceof ApiError && reset.error.code === 'token-invalid'

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!reset.isPending && isPassword(password)) reset.mutate({ token, password }, { onSuccess: onDone })
  }
  return (
    <form onSubmit={submit} noValidate aria-label={identity.resetTitle}>
      <Stack>
        {reset.error && (
          <Alert color="red" role="alert">
            {errorText(reset.error, texts)} {isUsed && <Anchor component={Link} to="/forgot-password" c="inherit" underline="always">{identity.newLink}</Anchor>}
          </Alert>
        )}
        <PasswordInput
          label={identity.newPassword} description={identity.passwordHelp} autoComplete="new-password" size="md" value={password} onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': identity.showPassword }} error={checked && !isPassword(password) && identity.passwordInvalid}
        />
        <Button type="submit" size="md" fullWidth loading={reset.isPending}>{identity.savePassword}</Button>
      </Stack>
    </form>
  )
}
