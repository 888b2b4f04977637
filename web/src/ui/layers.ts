import { useEffect, useId, useSyncExternalStore } from 'react'

type Layer = { id: string }

let layers: readonly Layer[] = []
const listeners = new Set<() => void>()

function change(next: readonly Layer[]) {
  layers = next
  listeners.forEach((listener) => listener())
}

/** Puts a dialog or drawer over those that are open. Returns how to take it away: only once the key press that closed it is over, or it would close the next one too. */
export function addLayer(id: string): () => void {
  const layer = { id }
  change([...layers, layer])
  return () => void setTimeout(() => change(layers.filter((one) => one !== layer)))
}

export const topLayer = () => layers.at(-1)?.id

/** Whether this dialog or drawer is the uppermost one: Escape closes one at a time. */
export function useIsTop(opened: boolean): boolean {
  const id = useId()
  useEffect(() => (opened ? addLayer(id) : undefined), [opened, id])
  return useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), () => topLayer() === id)
}
