import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core'
import { useTexts } from '@/texts/Texts'

/** `replaces`: another one, which still signs for a day. */
export type NewSecret = { text: string; replaces: boolean }

/** Shown this once: closed by the button alone. */
export function SecretDialog({ secret, onKept }: { secret: NewSecret; onKept: () => void }) {
  const { webhooks } = useTexts().texts
  return (
    <Modal opened onClose={onKept} closeOnClickOutside={false} closeOnEscape={false} withCloseButton={false} centered title={<Text fw={650} size="lg">{webhooks.secretTitle}</Text>}>
      <Stack>
        <Alert color="yellow" role="alert">{webhooks.secretText}{secret.replaces && ` ${webhooks.secretBoth}`}</Alert>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>{secret.text}</Code>
        <Group justify="flex-end">
          <CopyButton value={secret.text}>{({ copied, copy }) => <Button variant="default" data-autofocus onClick={copy}>{copied ? webhooks.copied : webhooks.copy}</Button>}</CopyButton>
          <Button onClick={onKept}>{webhooks.kept}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
