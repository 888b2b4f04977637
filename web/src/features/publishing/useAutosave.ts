import { useEffect, useEffectEvent, useRef, useState } from 'react'

const rest = 2_000

/**
 * Saves what is written once it has rested for two seconds, and each of its states once.
 * `held`: what the server is known to hold; null while nobody knows. `doubt`: says that something else is sent to it now.
 */
export function useAutosave(written: string, enabled: boolean, save: () => Promise<unknown>): { held: string | null; doubt: () => void } {
  const tried = useRef<string | null>(written)
  const [held, setHeld] = useState<string | null>(written)
  const run = useEffectEvent(save)
  useEffect(() => {
    if (!enabled || written === tried.current) return
    const timer = setTimeout(() => {
      tried.current = written
      // Whether it arrives is known when it was answered.
      setHeld(null)
      run().then(() => setHeld(written), () => undefined)
    }, rest)
    return () => clearTimeout(timer)
  }, [written, enabled])
  const doubt = () => {
    tried.current = null
    setHeld(null)
  }
  return { held, doubt }
}
