import { useEffect, useEffectEvent } from 'react'

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Single keys, except while something is written or a dialog is open. Escape leaves the field first. */
export function useShortcuts<Key extends string>(keys: readonly Key[], onShortcut: (key: Key) => void) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const key = keys.find((one) => one === event.key)
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !key || document.querySelector('[role="dialog"], [role="menu"]')) return
    if (isTyping(event.target)) {
      if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
      return
    }
    event.preventDefault()
    onShortcut(key)
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}
