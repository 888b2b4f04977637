import classes from './StatusBadge.module.css'

export type Tone = 'grey' | 'blue' | 'orange' | 'green' | 'red'

/** A state in words; the colour only repeats them. */
export function StatusBadge({ tone, busy = false, children }: { tone: Tone; busy?: boolean; children: string }) {
  return (
    <span className={busy ? `${classes.badge} ${classes.busy}` : classes.badge} data-tone={tone}>
      <span className={classes.dot} aria-hidden />
      {children}
    </span>
  )
}
