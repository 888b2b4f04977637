import type { Mark } from '@/api/types'

/** How a text with marked places is shown: in pieces, and long ones cut to what is around the first mark. Pure. */

export type Piece = { text: string; marked: boolean }

export function toPieces(text: string, marks: readonly Mark[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const add = (end: number, marked: boolean) => {
    if (end > at) pieces.push({ text: text.slice(at, end), marked })
    at = Math.max(at, end)
  }
  for (const { start, length } of marks) {
    add(start, false)
    add(start + length, true)
  }
  add(text.length, false)
  return pieces
}

/** At most `size` characters, beginning some words before the first mark. */
export function snippet(text: string, marks: readonly Mark[], size = 140): Piece[] {
  const first = marks[0]?.start ?? 0
  const space = text.lastIndexOf(' ', first - 30)
  const start = first <= 40 ? 0 : space < 0 || space < first - 60 ? first - 30 : space + 1
  const end = Math.min(text.length, start + size)
  const inside = marks.filter((mark) => mark.start < end).map((mark) => ({ start: mark.start - start, length: Math.min(mark.length, end - mark.start) }))
  const pieces = toPieces(text.slice(start, end), inside)
  return [...(start > 0 ? [{ text: '…', marked: false }] : []), ...pieces, ...(end < text.length ? [{ text: '…', marked: false }] : [])]
}
