import { useRef } from 'react'

/** Instagram shows "typing" for about 20 seconds; telling it again before costs calls for nothing. */
const again = 15_000

/** Tells that somebody types, at most every 15 seconds. It ends by itself, or with the message. */
export function useTyping(tell: () => void) {
  const told = useRef(0)
  return {
    stroke: () => {
      if (Date.now() - told.current < again) return
      told.current = Date.now()
      tell()
    },
    stop: () => {
      told.current = 0
    },
  }
}
