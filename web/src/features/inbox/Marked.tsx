import type { Piece } from './snippet'
import classes from './Search.module.css'

/** Text with what was found marked. What customers write stays text, whatever it looks like. */
export function Marked({ pieces }: { pieces: readonly Piece[] }) {
  return <>{pieces.map(({ text, marked }, at) => (marked ? <mark key={at} className={classes.mark}>{text}</mark> : text))}</>
}
