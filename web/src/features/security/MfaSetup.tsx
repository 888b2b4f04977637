import { Button, Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useFocusAtStart } from '@/ui/useFocusAtStart'
import { QrCode } from './QrCode'
import { useConfirmMfa } from './queries'

type Props = { secret: string; uri: string; onCancel: () => void; onCodes: (codes: readonly string[]) => void }

export function MfaSetup({ secret, uri, onCancel, onCodes }: Props) {
  const { security, common } = useTexts().texts
  const confirm = useConfirmMfa()
  const field = useFocusAtStart()
  const [code, setCode] = useState('')

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!confirm.isPending && code.trim()) confirm.mutate(code.trim(), { onSuccess: ({ codes }) => onCodes(codes) })
  }
  return (
    <form onSubmit={submit} aria-label={security.mfaTitle}>
      <Stack>
        <Text size="sm">{security.scan}</Text>
        <QrCode text={uri} label={security.qrLabel} />
        <Text size="sm">{security.key}: <Code style={{ overflowWrap: 'anywhere' }}>{secret.match(/.{1,4}/g)?.join(' ')}</Code></Text>
        {confirm.error && <ErrorAlert error={confirm.error} />}
        <TextInput
          label={security.code} inputMode="numeric" autoComplete="one-time-code" ref={field} required withAsterisk={false} maw={220} value={code} onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={confirm.isPending}>{security.switchOn}</Button>
          <Button variant="default" onClick={onCancel}>{common.cancel}</Button>
        </Group>
      </Stack>
    </form>
  )
}
