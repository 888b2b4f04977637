import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '@/texts/Texts'
import { Card } from '@/ui/Card'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PasswordField } from '@/ui/PasswordField'
import { ExportState } from './ExportState'
import { ownExportQuery, useAskForOwnExport } from './queries'

/** Everything that is kept of the user, to take along. */
export function ExportCard({ email }: { email: string }) {
  const { privacy, common } = useTexts().texts
  const { data: made, error, isPending, refetch } = useQuery(ownExportQuery)
  const ask = useAskForOwnExport()
  const [asking, setAsking] = useState(false)
  const [password, setPassword] = useState('')
  const making = made?.state === 'waiting' || made?.state === 'running'
  const close = () => {
    setAsking(false)
    setPassword('')
    ask.reset()
  }
  const confirm = () => ask.mutate(password, { onSuccess: close })
  return (
    <Card title={privacy.exportTitle}>
      <Text>{privacy.exportText}</Text>
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      {made && <ExportState made={made} making={privacy.exportMaking} />}
      {!isPending && !making && (
        <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => setAsking(true)}>{made ? privacy.exportAgain : privacy.exportAsk}</Button>
      )}
      <ConfirmDialog
        opened={asking} title={privacy.exportTitle} text={privacy.exportSure} confirm={privacy.exportAsk} cancel={common.cancel} pending={ask.isPending} ready={password !== ''} onClose={close} onConfirm={confirm}
      ><PasswordField email={email} value={password} error={ask.error} onChange={setPassword} onEnter={confirm} /></ConfirmDialog>
    </Card>
  )
}
