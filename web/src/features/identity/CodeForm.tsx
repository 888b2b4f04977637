import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { ApiError } from '@/api/problem'
import { errorText, useTexts } from '@/texts/Texts'
import { useFocusAtStart } from '@/ui/useFocusAtStart'
import { useAnswerChallenge } from './queries'

/** The second step of a login. */
export function CodeForm({ challenge, onBack }: { challenge: string; onBack: () => void }) {
  const { texts } = useTexts()
  const { identity } = texts
  const answer = useAnswerChallenge()
  const field = useFocusAtStart()
  const [code, setCode] = useState('')
  const [checked, setChecked] = useState(false)

  // Then no code counts any more.
  const isOver = answer.error instanceof ApiError && answer.error.code === 'challenge-over'
  const back = useFocusAtStart<HTMLButtonElement>(isOver)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!answer.isPending && code.trim()) answer.mutate({ challenge, code: code.trim() })
  }
  if (isOver) {
    return (
      <Stack>
        <Alert color="red" role="alert">{errorText(answer.error, texts)}</Alert>
        <Button size="md" fullWidth ref={back} onClick={onBack}>{identity.back}</Button>
      </Stack>
    )
  }
  return (
    <form onSubmit={submit} noValidate aria-label={identity.signIn}>
      <Stack>
        <Text>{identity.codeText}</Text>
        {answer.error && <Alert color="red" role="alert">{errorText(answer.error, texts)}</Alert>}
        <TextInput
          label={identity.code} autoComplete="one-time-code" ref={field} size="md" value={code} onChange={(event) => setCode(event.currentTarget.value)}
          error={checked && !code.trim() && identity.codeMissing}
        />
        <Button type="submit" size="md" fullWidth loading={answer.isPending}>{identity.proceed}</Button>
        <Button variant="subtle" color="gray" onClick={onBack}>{identity.back}</Button>
      </Stack>
    </form>
  )
}
