import { Button, Group, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useIsTop } from './layers'

type Props = { opened: boolean; title: string; text: string; confirm: string; cancel: string; pending?: boolean; ready?: boolean; children?: ReactNode; onConfirm: () => void; onClose: () => void }

/** `children`: what else is to be said before it is done; `ready`: whether that was said. */
export function ConfirmDialog({ opened, title, text, confirm, cancel, pending = false, ready = true, children, onConfirm, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} closeOnEscape={useIsTop(opened)} title={<Text fw={650} size="lg">{title}</Text>} centered withCloseButton={false}>
      <Text c="dimmed">{text}</Text>
      {children}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>{cancel}</Button>
        <Button color="red.8" loading={pending} disabled={!ready} onClick={onConfirm}>{confirm}</Button>
      </Group>
    </Modal>
  )
}
