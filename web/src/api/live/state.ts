import { useSyncExternalStore } from 'react'

export type LiveState = 'live' | 'reconnecting' | 'offline'

let state: LiveState = 'reconnecting'
const listeners = new Set<() => void>()

export function setLiveState(next: LiveState) {
  state = next
  listeners.forEach((listener) => listener())
}

export function useLiveState(): LiveState {
  return useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), () => state)
}
