import { useEffect, useRef } from 'react'

/** For a field that takes the place of what was just used: the focus goes on to it, once. */
export function useFocusAtStart() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return field
}
