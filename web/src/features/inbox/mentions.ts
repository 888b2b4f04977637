import type { Member } from '@/api/types'

/** Whom a text calls on: the members whose name follows an @. The longest name wins, so that @Ana Lima does not call Ana too. Pure. */
export function mentioned(text: string, members: readonly Member[]): string[] {
  const byLength = members.toSorted((a, b) => b.name.length - a.name.length)
  const called = new Set<string>()
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const rest = text.slice(at + 1).toLocaleLowerCase()
    const found = byLength.find(({ name }) => rest.startsWith(name.toLocaleLowerCase()) && !/^[\p{L}\p{N}]/u.test(rest.slice(name.length)))
    if (found) called.add(found.userId)
  }
  return [...called]
}

/** The beginning of a name after the last @ before the cursor; null while none is being written. Pure. */
export const mentionAt = (text: string, cursor: number): string | null => /(?:^|\s)@([\p{L}\p{N} ._-]{0,30})$/u.exec(text.slice(0, cursor))?.[1] ?? null
