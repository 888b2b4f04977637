import type { Texts } from '@/texts/en'

export type Failure = keyof Texts['accounts']['failures']

/** What can be done next: begin anew, begin anew with another login at Instagram, or nothing here. */
export type Next = 'again' | 'switch' | null

const next: Record<Failure, Next> = {
  access_denied: 'again',
  basic_scope_missing: 'again',
  state_expired: 'again',
  state_used: null,
  session_over: 'again',
  not_a_member: null,
  invalid_state: 'again',
  invalid_request: 'again',
  code_refused: 'again',
  no_business_account: 'switch',
  no_page: 'again',
  no_linked_account: 'again',
  other_account: 'switch',
  already_connected: 'switch',
  being_erased: null,
  account_limit: null,
  instagram_unavailable: 'again',
  unavailable: 'again',
  connection_failed: 'again',
}

/** Which limit stands against the account; null when the address does not say it in full. */
export function limitOf(params: URLSearchParams) {
  const [tier, limit, used] = [params.get('tier') ?? '', Number(params.get('limit') ?? NaN), Number(params.get('used') ?? NaN)]
  return /^[A-Z]{1,20}$/.test(tier) && Number.isInteger(limit) && Number.isInteger(used) ? { tier, limit, used } : null
}

/** A code this client does not know yet reads as a failure that says no more. */
export const failureOf = (code: string): Failure => (Object.hasOwn(next, code) ? (code as Failure) : 'connection_failed')
export const afterFailure = (failure: Failure) => next[failure]

/** Facebook's page says some of it in other words than Instagram's. */
export const failureText = ({ failures, failuresAtFacebook }: Texts['accounts'], failure: Failure, way: string | null): string =>
  (way === 'facebook' && (failuresAtFacebook as Partial<Record<Failure, string>>)[failure]) || failures[failure]
