import type { AuditEntry } from '@/api/types'
import type { Texts } from '@/texts/en'

/** Who it was: by name where somebody has one. */
export const actorOf = ({ actorKind, actorName, actorId }: AuditEntry, { activity }: Texts) =>
  actorName ?? (actorKind === 'user' && actorId ? activity.erased : (activity.actors[actorKind] ?? actorKind))

/** What it was done to. Texts that somebody agreed to are stored as `terms 2`, and read in the reader's language. */
function subjectOf({ subjectKind, subjectName }: AuditEntry, { policies }: Texts): string {
  const [purpose = '', ...version] = subjectName?.split(' ') ?? []
  return subjectKind === 'consent' ? `${policies.names[purpose] ?? purpose} (${version.join(' ')})` : (subjectName ?? '')
}

/** A sentence about what was done. An action that this client does not know yet is named as it is. */
export function sentenceOf(entry: AuditEntry, texts: Texts): string {
  const who = actorOf(entry, texts)
  const say = texts.activity.sentences[entry.action]
  return say ? say(who, subjectOf(entry, texts)).replace(/ ?@$/, '') : texts.activity.other(who, entry.action)
}

/** What was there and what is there now, side by side; what is the same on both is left out. */
export function changesOf({ before, after }: AuditEntry): { name: string; before: string; after: string }[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const shown = (value: unknown) => (value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value))
  return names.map((name) => ({ name, before: shown(before?.[name]), after: shown(after?.[name]) })).filter((change) => change.before !== change.after)
}
