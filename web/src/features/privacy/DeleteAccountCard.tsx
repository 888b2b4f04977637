import { Alert, Button, List, PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { signOut } from '@/api/session'
import { Card } from '@/ui/Card'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { deletionQuery, useDeleteAccount } from './queries'

const WORD = 'DELETE'

/** Leaving: what happens is said before, and a word is typed, since all sessions end with it. */
export function DeleteAccountCard({ email }: { email: string }) {
  const { privacy, security, identity } = useTexts().texts
  const { data } = useQuery(deletionQuery)
  const [open, setOpen] = useState(false)
  const [form, setForm] = useState({ password: '', word: '', reason: '' })
  const client = useQueryClient()
  const remove = useDeleteAccount()
  const held = data?.ownedWithOthers ?? []
  const ready = form.password !== '' && form.word.trim() === WORD
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready || remove.isPending) return
    // The session is over: the login page tells until when it can be called off.
    remove.mutate({ password: form.password, reason: form.reason.trim() || undefined }, { onSuccess: () => void signOut().then(() => client.clear()) })
  }
  const field = (name: keyof typeof form) => ({ value: form[name], onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }) })
  return (
    <Card title={privacy.deleteTitle}>
      <Text>{privacy.deleteText}</Text>
      <List spacing={4} size="sm">
        {privacy.deleteWhat.map((line) => <List.Item key={line}>{line}</List.Item>)}
      </List>
      {held.length > 0 && <Alert color="orange" title={privacy.heldTitle}>{privacy.held(held.join(', '))}</Alert>}
      {!open && held.length === 0 && <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setOpen(true)}>{privacy.deleteBegin}</Button>}
      {open && (
        <form onSubmit={submit} aria-label={privacy.deleteTitle}>
          <Stack maw={400}>
            <input type="email" autoComplete="username" value={email} readOnly hidden />
            {remove.error && <ErrorAlert error={remove.error} />}
            <PasswordInput label={security.confirmPassword} autoComplete="current-password" required withAsterisk={false} data-autofocus visibilityToggleButtonProps={{ 'aria-label': identity.showPassword }} {...field('password')} />
            <TextInput label={privacy.typeWord(WORD)} autoComplete="off" spellCheck={false} {...field('word')} />
            <Textarea label={privacy.reason} maxLength={1000} autosize minRows={2} {...field('reason')} />
            <Button type="submit" color="red.8" style={{ alignSelf: 'flex-start' }} disabled={!ready} loading={remove.isPending}>{privacy.deleteNow}</Button>
          </Stack>
        </form>
      )}
    </Card>
  )
}
