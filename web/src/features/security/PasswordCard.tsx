import { Alert, Button, PasswordInput, Stack, Text } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { ApiError } from '@/api/problem'
import { isPassword } from '@/lib/password'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { Card } from '@/ui/Card'
import { useChangePassword } from './queries'

const empty = { currentPassword: '', newPassword: '' }

export function PasswordCard({ email }: { email: string }) {
  const { security, identity } = useTexts().texts
  const change = useChangePassword()
  const [form, setForm] = useState(empty)
  const [checked, setChecked] = useState(false)
  const isSame = form.newPassword !== '' && form.newPassword === form.currentPassword
  const wrong = isSame ? security.passwordSame : !isPassword(form.newPassword) && identity.passwordInvalid
  const refused = change.error instanceof ApiError ? change.error.field('newPassword') : undefined

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (change.isPending || !form.currentPassword || wrong) return
    change.mutate(form, {
      onSuccess: () => {
        setForm(empty)
        setChecked(false)
      },
    })
  }
  const field = (name: keyof typeof form) => ({
    value: form[name], onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }), required: true, withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': identity.showPassword },
  })
  return (
    <Card title={security.passwordTitle}>
      <Text c="dimmed" size="sm">{security.passwordText}</Text>
      <form onSubmit={submit} aria-label={security.passwordTitle}>
        <Stack maw={400}>
          {/* For password managers: whose password this is. */}
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          {change.error && !refused && <ErrorAlert error={change.error} />}
          {change.isSuccess && <Alert color="green" role="status">{security.passwordChanged}</Alert>}
          <PasswordInput label={security.currentPassword} autoComplete="current-password" {...field('currentPassword')} />
          <PasswordInput label={security.newPassword} description={identity.passwordHelp} autoComplete="new-password" error={(checked && wrong) || (refused && identity.passwordInvalid)} {...field('newPassword')} />
          <Button type="submit" style={{ alignSelf: 'flex-start' }} loading={change.isPending}>{security.changePassword}</Button>
        </Stack>
      </form>
    </Card>
  )
}
