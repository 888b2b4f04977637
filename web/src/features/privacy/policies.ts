import type { Policy } from '@/api/types'
import type { Language } from '@/texts/Texts'

export type PolicyName = 'terms' | 'privacy'

/** Where a policy stands: the operator's own text, or our page. Pure. */
export const policyUrl = (name: PolicyName, policy: Policy | undefined, language: Language) => policy?.url?.replaceAll('{language}', language) ?? `/${name}`
