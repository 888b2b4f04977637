import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Card } from '@/ui/Card'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { ExportState } from './ExportState'
import { ownExportQuery, useAskForOwnExport } from './queries'

/** Everything that is kept of the user, to take along. */
export function ExportCard() {
  const { privacy } = useTexts().texts
  const { data: made, error, isPending, refetch } = useQuery(ownExportQuery)
  const ask = useAskForOwnExport()
  const making = made?.state === 'waiting' || made?.state === 'running'
  return (
    <Card title={privacy.exportTitle}>
      <Text>{privacy.exportText}</Text>
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      {ask.error && <ErrorAlert error={ask.error} />}
      {made && <ExportState made={made} making={privacy.exportMaking} />}
      {!isPending && !making && (
        <Button variant="default" style={{ alignSelf: 'flex-start' }} loading={ask.isPending} onClick={() => ask.mutate()}>{made ? privacy.exportAgain : privacy.exportAsk}</Button>
      )}
    </Card>
  )
}
