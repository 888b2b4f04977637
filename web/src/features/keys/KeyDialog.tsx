import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core'
import { useTexts } from '@/texts/Texts'

/** Shown this once: closed by the button alone. */
export function KeyDialog({ text, onKept }: { text: string; onKept: () => void }) {
  const { keys } = useTexts().texts
  return (
    <Modal opened onClose={onKept} closeOnClickOutside={false} closeOnEscape={false} withCloseButton={false} centered title={<Text fw={650} size="lg">{keys.madeTitle}</Text>}>
      <Stack>
        <Alert color="yellow" role="alert">{keys.madeText}</Alert>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{text}</Code>
        <Text size="sm" c="dimmed">{keys.example}</Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{`curl -H "Authorization: Bearer $API_KEY" ${location.origin}/api/accounts`}</Code>
        <Group justify="flex-end">
          <CopyButton value={text}>{({ copied, copy }) => <Button variant="default" data-autofocus onClick={copy}>{copied ? keys.copied : keys.copy}</Button>}</CopyButton>
          <Button onClick={onKept}>{keys.kept}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
