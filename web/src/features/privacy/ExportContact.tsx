import { Button, Stack, Text } from '@mantine/core'
import { IconFileDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { ExportState } from './ExportState'
import { contactExportQuery, useAskForContactExport } from './queries'

/** For a customer who asks what is kept of them; for those who answer for the workspace's data. */
export function ExportContact({ contactId, workspaceId }: { contactId: string; workspaceId: string }) {
  const { privacy } = useTexts().texts
  const may = useMay('privacy:write', workspaceId)
  const { data: made, isPending } = useQuery({ ...contactExportQuery(contactId), enabled: may })
  const ask = useAskForContactExport()
  const making = made?.state === 'waiting' || made?.state === 'running'
  if (!may) return null
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm" c="dimmed">{privacy.contactExportText}</Text>
      {made && <ExportState made={made} making={privacy.contactExportMaking} />}
      {ask.error && <ErrorAlert error={ask.error} />}
      {!isPending && !making && (
        <Button variant="subtle" size="xs" leftSection={<IconFileDownload size={16} aria-hidden />} loading={ask.isPending} onClick={() => ask.mutate(contactId)}>{made ? privacy.exportAgain : privacy.contactExport}</Button>
      )}
    </Stack>
  )
}
