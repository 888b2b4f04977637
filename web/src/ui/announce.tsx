import { useSyncExternalStore } from 'react'

let words = ''
const listeners = new Set<() => void>()

/** Tells people who listen to the page, once they have heard what they are hearing. */
export function announce(text: string) {
  // The same words twice in a row are still two pieces of news: a no-break space tells them apart.
  words = text === words ? `${text}\u00a0` : text
  listeners.forEach((listener) => listener())
}

export function LiveRegion() {
  const text = useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), () => words)
  return <div className="sr-only" aria-live="polite" role="status">{text}</div>
}
