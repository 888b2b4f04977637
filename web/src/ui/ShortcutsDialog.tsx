import { Group, Kbd, Modal, Stack, Text } from '@mantine/core'
import { useTexts } from '@/texts/Texts'

/** The keys of a page, and what each of them does. */
export function ShortcutsDialog({ list, opened, onClose }: { list: Record<string, string>; opened: boolean; onClose: () => void }) {
  const { inbox, common } = useTexts().texts
  return (
    <Modal opened={opened} onClose={onClose} centered title={<Text fw={650} size="lg">{inbox.shortcuts}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <Stack gap="sm">
        {Object.entries(list).map(([key, what]) => <Group key={key} justify="space-between"><Text size="sm">{what}</Text><Kbd>{key === 'Escape' ? 'Esc' : key}</Kbd></Group>)}
      </Stack>
    </Modal>
  )
}
