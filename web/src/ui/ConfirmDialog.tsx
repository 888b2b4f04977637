import { Button, Group, Modal, Text } from '@mantine/core'

type Props = { opened: boolean; title: string; text: string; confirm: string; cancel: string; pending?: boolean; onConfirm: () => void; onClose: () => void }

export function ConfirmDialog({ opened, title, text, confirm, cancel, pending = false, onConfirm, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={<Text fw={650} size="lg">{title}</Text>} centered withCloseButton={false}>
      <Text c="dimmed">{text}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>{cancel}</Button>
        <Button color="red.8" loading={pending} onClick={onConfirm}>{confirm}</Button>
      </Group>
    </Modal>
  )
}
