import { Alert, Button, PasswordInput, Progress, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ApiError } from '@/api/problem'
import { AcceptPolicies } from '@/features/privacy/AcceptPolicies'
import { policiesQuery } from '@/features/privacy/queries'
import { isEmail } from '@/lib/email'
import { isPassword } from '@/lib/password'
import { errorText, useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { passwordStrength } from './fields'
import { useRegister } from './queries'

export function RegisterForm() {
  const { texts, language } = useTexts()
  const { identity, policies } = texts
  const { data: inForce, error: unknown, refetch } = useQuery(policiesQuery)
  const register = useRegister(language)
  const [form, setForm] = useState({ name: '', email: '', password: '' })
  const [accepted, setAccepted] = useState({ terms: false, privacy: false })
  const [checked, setChecked] = useState(false)
  const problem = register.error instanceof ApiError ? register.error : null

  const wrong = {
    name: form.name.trim().length < 2 && identity.nameInvalid,
    email: !isEmail(form.email) && identity.emailInvalid,
    password: !isPassword(form.password) && identity.passwordInvalid,
    terms: !accepted.terms && policies.missing.terms,
    privacy: !accepted.privacy && policies.missing.privacy,
  }
  const errorOf = (name: keyof typeof form) => (checked && wrong[name]) || problem?.field(name)
  const set = (name: keyof typeof form) => (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (register.isPending || !inForce || Object.values(wrong).some(Boolean)) return
    register.mutate(
      { ...form, name: form.name.trim(), email: form.email.trim(), termsVersion: inForce.terms.version, privacyVersion: inForce.privacy.version },
      // A text that has changed while the page was open is read, and accepted, anew.
      { onError: (error) => error instanceof ApiError && error.field('termsVersion', 'privacyVersion') && void refetch().then(() => setAccepted({ terms: false, privacy: false })) },
    )
  }
  return (
    <form onSubmit={submit} noValidate aria-label={identity.register}>
      <Stack>
        {register.error && <Alert color="red" role="alert">{errorText(register.error, texts)}</Alert>}
        <TextInput label={identity.name} autoComplete="name" size="md" value={form.name} onChange={set('name')} error={errorOf('name')} />
        <TextInput label={identity.email} type="email" autoComplete="username" size="md" value={form.email} onChange={set('email')} error={errorOf('email')} />
        <PasswordInput
          label={identity.password} description={identity.passwordHelp} autoComplete="new-password" size="md" value={form.password} onChange={set('password')}
          visibilityToggleButtonProps={{ 'aria-label': identity.showPassword }} error={errorOf('password')}
        />
        {form.password && <Strength password={form.password} />}
        <AcceptPolicies asked={['terms', 'privacy']} accepted={accepted} errors={{ terms: checked && wrong.terms, privacy: checked && wrong.privacy }} onChange={setAccepted} />
        {unknown && !inForce && <ErrorAlert error={unknown} retry={() => void refetch()} />}
        {/* Nobody agrees to a text that is not known: their acceptance could not be recorded. */}
        <Button type="submit" size="md" fullWidth loading={register.isPending} disabled={!inForce}>{identity.register}</Button>
      </Stack>
    </form>
  )
}

function Strength({ password }: { password: string }) {
  const { identity } = useTexts().texts
  const strength = passwordStrength(password)
  const color = ['red', 'orange', 'yellow', 'teal', 'green'][strength]
  return (
    <div aria-live="polite">
      <Progress value={(strength + 1) * 20} color={color} size="sm" aria-hidden />
      <Text size="xs" c="dimmed" mt={4}>{identity.strengthLabel(identity.strength[strength] ?? '')}</Text>
    </div>
  )
}
