import { Alert, Button, Group, Loader, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { Export } from '@/api/types'
import { bytes } from '@/features/publishing/sizes'
import { longDate } from '@/lib/format'
import { browserZone } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'

/** What has become of an export, and the way to its file. */
export function ExportState({ made, making }: { made: Export; making: string }) {
  const { texts: { privacy }, locale } = useTexts()
  const zone = browserZone()
  if (made.state === 'failed') return <Alert color="red">{privacy.exportFailed}</Alert>
  if (made.state !== 'ready' || !made.downloadUrl || !made.expiresAt)
    return (
      <Group gap="sm" wrap="nowrap" role="status"><Loader size="sm" aria-hidden /><Text size="sm">{making}</Text></Group>
    )
  return (
    <Group gap="sm" role="status">
      <Button component="a" href={made.downloadUrl} download size="sm" leftSection={<IconDownload size={17} aria-hidden />}>{privacy.exportDownload}</Button>
      <Text size="sm" c="dimmed">{privacy.exportReady(longDate(made.expiresAt, locale, zone), bytes(made.size ?? 0, locale))} {privacy.exportAsked(longDate(made.requestedAt, locale, zone))}</Text>
    </Group>
  )
}
