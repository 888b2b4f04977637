import type { ReplyTemplate } from '@/api/types'

/** Those whose shortcut begins with what was typed after the slash, and then those whose name holds it. Pure. */
export function matching(templates: readonly ReplyTemplate[], typed: string): ReplyTemplate[] {
  const words = typed.toLocaleLowerCase()
  const byShortcut = templates.filter(({ shortcut }) => shortcut?.startsWith(words))
  return [...byShortcut, ...templates.filter((template) => !byShortcut.includes(template) && template.name.toLocaleLowerCase().includes(words))]
}
