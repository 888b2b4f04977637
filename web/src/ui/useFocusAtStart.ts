import { useEffect, useRef } from 'react'

/** For what takes the place of what was just used: the focus goes on to it, once. Not when it stands there from the beginning: `when`. */
export function useFocusAtStart<Element extends HTMLElement = HTMLInputElement>(when = true) {
  const place = useRef<Element>(null)
  useEffect(() => {
    if (when) place.current?.focus()
  }, [when])
  return place
}
