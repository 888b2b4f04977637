import type { AutoReplyRule, AutoReplyRuleDraft } from '@/api/types'

export const triggers = ['keyword', 'question', 'greeting', 'away'] as const
export const matches = ['contains', 'exact', 'starts_with', 'regex'] as const
export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Trigger = (typeof triggers)[number]
export type Match = (typeof matches)[number]
export type Day = (typeof days)[number]
export type Span = { days: Day[]; from: string; to: string }

/** A rule as it stands in the form. */
export type RuleForm = {
  name: string; eventType: 'message' | 'comment'; trigger: Trigger; match: Match; patterns: string[]; response: string; privately: boolean; enabled: boolean; priority: number
  when: 'always' | 'during' | 'outside'; spans: Span[]
}

const oneOf = <T extends string>(all: readonly T[], value: string, otherwise: T): T => all.find((one) => one === value) ?? otherwise

export const officeHours = (): Span => ({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' })

export function formOf(rule: AutoReplyRule | null): RuleForm {
  if (!rule)
    return { name: '', eventType: 'message', trigger: 'keyword', match: 'contains', patterns: [], response: '', privately: false, enabled: true, priority: 10, when: 'always', spans: [] }
  return {
    name: rule.name, eventType: rule.eventType === 'comment' ? 'comment' : 'message', trigger: oneOf(triggers, rule.trigger, 'keyword'), match: oneOf(matches, rule.match, 'contains'),
    patterns: rule.patterns, response: rule.response, privately: rule.privately, enabled: rule.enabled, priority: rule.priority,
    when: !rule.hours ? 'always' : rule.hours.outside ? 'outside' : 'during',
    // Inputs show hours and minutes; the API may add seconds.
    spans: rule.hours?.spans.map((span) => ({ days: days.filter((day) => span.days.some((d) => d === day)), from: span.from.slice(0, 5), to: span.to.slice(0, 5) })) ?? [],
  }
}

export function draftOf(form: RuleForm): AutoReplyRuleDraft {
  return {
    name: form.name.trim(), eventType: form.eventType, trigger: form.trigger, match: form.match, patterns: form.trigger === 'keyword' ? form.patterns : [], response: form.response.trim(),
    privately: form.eventType === 'comment' && form.privately, enabled: form.enabled, priority: form.priority,
    hours: form.when === 'always' ? null : { outside: form.when === 'outside', spans: form.spans },
  }
}

/** The form's own view of what is missing, before anything is sent: the field, and nothing else. */
export function missing(form: RuleForm): 'name' | 'patterns' | 'response' | 'hours' | null {
  if (!form.name.trim()) return 'name'
  if (form.trigger === 'keyword' && form.patterns.length === 0) return 'patterns'
  if (!form.response.trim()) return 'response'
  const needsHours = form.trigger === 'away' || form.when !== 'always'
  if (needsHours && (form.when === 'always' || form.spans.length === 0 || form.spans.some((span) => span.days.length === 0 || !span.from || !span.to))) return 'hours'
  return null
}
