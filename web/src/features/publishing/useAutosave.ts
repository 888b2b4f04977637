import { useEffect, useEffectEvent, useRef, useState } from 'react'

const rest = 2_000

/** Saves what is written once it has rested for two seconds, and each of its states once. Returns whether what is written now has been saved so. */
export function useAutosave(written: string, enabled: boolean, save: () => Promise<unknown>): boolean {
  const tried = useRef(written)
  const [saved, setSaved] = useState<string | null>(null)
  const run = useEffectEvent(save)
  useEffect(() => {
    if (!enabled || written === tried.current) return
    const timer = setTimeout(() => {
      tried.current = written
      run().then(() => setSaved(written), () => undefined)
    }, rest)
    return () => clearTimeout(timer)
  }, [written, enabled])
  return saved === written
}
