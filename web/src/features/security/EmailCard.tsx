import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ApiError } from '@/api/problem'
import type { User } from '@/api/types'
import { isEmail } from '@/lib/email'
import { dateAndTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { Card } from '@/ui/Card'
import { emailChangeQuery, useAskForEmail, useCallOffEmail, useSendVerification } from './queries'

/** The address somebody signs in with: confirming it, and asking for another one. */
export function EmailCard({ user }: { user: User }) {
  const { texts: { security, common }, locale } = useTexts()
  const send = useSendVerification()
  const callOff = useCallOffEmail()
  const { data: pending } = useQuery(emailChangeQuery)
  const [open, setOpen] = useState(false)
  return (
    <Card title={security.emailTitle}>
      <Text style={{ overflowWrap: 'anywhere' }}>{user.emailVerified ? security.emailConfirmed(user.email) : security.emailOpen(user.email)}</Text>
      {send.error && <ErrorAlert error={send.error} />}
      {callOff.error && <ErrorAlert error={callOff.error} />}
      {send.isSuccess && !user.emailVerified && <Alert color="green" role="status">{security.sent}</Alert>}
      {pending && (
        <Alert color="blue" role="status" title={security.emailWaits(pending.email)} style={{ overflowWrap: 'anywhere' }}>
          <Stack gap="sm" align="flex-start">
            <Text size="sm">{security.emailWaitsText(dateAndTime(pending.expiresAt, locale, user.timezone))}</Text>
            <Button size="xs" variant="default" loading={callOff.isPending} onClick={() => callOff.mutate()}>{security.emailKeep}</Button>
          </Stack>
        </Alert>
      )}
      <Group>
        {!user.emailVerified && <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>{security.sendAgain}</Button>}
        {!open && <Button variant="default" onClick={() => setOpen(true)}>{security.emailChange}</Button>}
      </Group>
      {open && <EmailForm user={user} onDone={() => setOpen(false)} cancel={common.cancel} />}
    </Card>
  )
}

function EmailForm({ user, onDone, cancel }: { user: User; onDone: () => void; cancel: string }) {
  const { security, identity } = useTexts().texts
  const ask = useAskForEmail()
  const [form, setForm] = useState({ email: '', password: '' })
  const [checked, setChecked] = useState(false)
  const isSame = form.email.trim().toLowerCase() === user.email.toLowerCase()
  const wrong = isSame ? security.emailSame : !isEmail(form.email) && identity.emailInvalid
  const refused = ask.error instanceof ApiError && ask.error.field('email') ? identity.emailInvalid : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (ask.isPending || wrong || !form.password) return
    ask.mutate({ email: form.email.trim(), password: form.password }, { onSuccess: onDone })
  }
  const field = (name: keyof typeof form) => ({ value: form[name], onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }), required: true, withAsterisk: false })
  return (
    <form onSubmit={submit} noValidate aria-label={security.emailChange}>
      <Stack maw={400}>
        <Text size="sm" c="dimmed">{security.emailChangeText}</Text>
        {/* For password managers: whose password this is. */}
        <input type="email" autoComplete="username" value={user.email} readOnly hidden />
        {ask.error && !refused && <ErrorAlert error={ask.error} />}
        <TextInput label={security.newEmail} type="email" autoComplete="email" data-autofocus error={(checked && wrong) || refused} {...field('email')} />
        <PasswordInput
          label={security.confirmPassword} autoComplete="current-password" visibilityToggleButtonProps={{ 'aria-label': identity.showPassword }}
          error={checked && !form.password && identity.passwordMissing} {...field('password')}
        />
        <Group>
          <Button type="submit" loading={ask.isPending}>{security.emailSend}</Button>
          <Button variant="default" onClick={onDone}>{cancel}</Button>
        </Group>
      </Stack>
    </form>
  )
}
