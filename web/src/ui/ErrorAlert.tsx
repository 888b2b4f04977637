import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { ApiError } from '@/api/problem'
import { errorText, useTexts } from '@/texts/Texts'

export function ErrorAlert({ error, retry }: { error: unknown; retry?: () => void }) {
  const { texts } = useTexts()
  const trace = error instanceof ApiError && error.status >= 500 ? error.traceId : ''
  return (
    <Alert color="red" role="alert" title={texts.common.errorTitle} icon={<IconAlertCircle />}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{errorText(error, texts)}</Text>
        {trace && <Text size="xs" c="dimmed">{texts.common.traceId(trace)}</Text>}
        {retry && <Button size="xs" variant="default" onClick={retry}>{texts.common.retry}</Button>}
      </Stack>
    </Alert>
  )
}
