import { Button, UnstyledButton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTexts } from '@/texts/Texts'
import classes from './Calendar.module.css'
import type { Kind } from './kinds'
import { toneOf } from './status'

type Props = { totals: { kind: Kind; count: number }[]; wanted: readonly Kind[]; onWant: (wanted: Kind[]) => void }

/** How many posts there are in each state. A click leaves only those of that state, a second one brings the others back. */
export function StatusTotals({ totals, wanted, onWant }: Props) {
  const { publishing } = useTexts().texts
  if (totals.length === 0) return null
  return (
    <div role="group" aria-label={publishing.statusFilter} className={classes.totals}>
      {totals.map(({ kind, count }) => {
        const isPressed = wanted.includes(kind)
        return (
          <UnstyledButton key={kind} className={classes.total} data-tone={kind === 'planned' ? 'grey' : toneOf(kind)} aria-pressed={isPressed} onClick={() => onWant(isPressed ? wanted.filter((other) => other !== kind) : [...wanted, kind])}>
            {isPressed && <IconCheck size={14} aria-hidden />}
            {kind === 'planned' ? publishing.planned : publishing.status[kind]} <b>{count}</b>
          </UnstyledButton>
        )
      })}
      {wanted.length > 0 && <Button variant="subtle" size="compact-xs" onClick={() => onWant([])}>{publishing.allStatuses}</Button>}
    </div>
  )
}
