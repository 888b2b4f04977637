/** Posts that are chosen, each by the version that was on the screen then: nothing is done with what has changed since. */
export type Chosen = Readonly<Record<string, number>>

/** Chooses a post, or lets it go. Pure. */
export function toggled(chosen: Chosen, post: { id: string; version: number }): Chosen {
  if (post.id in chosen) return Object.fromEntries(Object.entries(chosen).filter(([id]) => id !== post.id))
  return { ...chosen, [post.id]: post.version }
}

/** What was refused stays chosen, except for what has changed meanwhile: that has to be looked at again. Pure. */
export const leftAfter = (chosen: Chosen, results: readonly { id: string; code: string | null }[]): Chosen =>
  Object.fromEntries(results.flatMap(({ id, code }) => (code && code !== 'version-conflict' && chosen[id] !== undefined ? [[id, chosen[id]]] : [])))
