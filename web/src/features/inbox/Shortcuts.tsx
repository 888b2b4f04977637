import { Group, Kbd, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { useTexts } from '@/texts/Texts'

export type Shortcut = 'j' | 'k' | 'r' | 'e' | '/' | '?' | 'Escape'

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const isShortcut = (key: string): key is Shortcut => ['j', 'k', 'r', 'e', '/', '?', 'Escape'].includes(key)

/** Single keys, except while something is written or a dialog is open. Escape leaves the field first. */
export function useShortcuts(onShortcut: (key: Shortcut) => void) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !isShortcut(event.key) || document.querySelector('[role="dialog"], [role="menu"]')) return
    if (isTyping(event.target)) {
      if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
      return
    }
    event.preventDefault()
    onShortcut(event.key)
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { inbox, common } = useTexts().texts
  return (
    <Modal opened={opened} onClose={onClose} centered title={<Text fw={650} size="lg">{inbox.shortcuts}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <Stack gap="sm">
        {Object.entries(inbox.shortcutList).map(([key, what]) => <Group key={key} justify="space-between"><Text size="sm">{what}</Text><Kbd>{key === 'Escape' ? 'Esc' : key}</Kbd></Group>)}
      </Stack>
    </Modal>
  )
}
