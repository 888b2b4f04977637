import { Alert, Button, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { SignatureAnswer } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useCheckSignature } from './queries'

/** Whether a body and its signature belong together, for bodies that were kept elsewhere. */
export function SignatureForm() {
  const { operators } = useTexts().texts
  const [body, setBody] = useState('')
  const [signature, setSignature] = useState('')
  const check = useCheckSignature()
  return (
    <form onSubmit={(event) => { event.preventDefault(); check.mutate({ body, signature }) }}>
      <Stack gap="md" mt="lg" maw={760}>
        <Text c="dimmed">{operators.signatureText}</Text>
        <Textarea label={operators.signatureBody} autosize minRows={6} maxRows={16} required spellCheck={false} value={body} onChange={(event) => setBody(event.currentTarget.value)} />
        <TextInput label={operators.signatureHeader} placeholder="sha256=…" required spellCheck={false} maxLength={200} value={signature} onChange={(event) => setSignature(event.currentTarget.value)} />
        <Button type="submit" loading={check.isPending} style={{ alignSelf: 'flex-start' }}>{operators.check}</Button>
        <div aria-live="polite">
          {check.error && <ErrorAlert error={check.error} />}
          {check.data && !check.isPending && <Verdict answer={check.data} />}
        </div>
      </Stack>
    </form>
  )
}

function Verdict({ answer }: { answer: SignatureAnswer }) {
  const { operators } = useTexts().texts
  if (answer.valid) return <Alert color="green" title={operators.valid} icon={<IconCircleCheck />}><Text size="sm">{operators.validText(answer.secret ?? '')}</Text></Alert>
  const problem = answer.problem === 'malformed-header' ? 'malformed-header' : 'no-match'
  return <Alert color="red" title={operators.invalid} icon={<IconAlertTriangle />}><Text size="sm">{operators.problems[problem]}</Text></Alert>
}
