import { useSyncExternalStore } from 'react'

const visible = () => document.visibilityState === 'visible'
const watchVisible = (listener: () => void) => {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

/** Whether the page is in front of somebody. */
export const useVisible = () => useSyncExternalStore(watchVisible, visible)
