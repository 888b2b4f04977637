import type { Finding, Message } from './types'

/** What a workspace may have by its owner's tier, and has. */
export type TierLimit = { what: 'accounts' | 'members' | 'pendingPosts'; tier: string; limit: number; used: number }

/** What the API refused and why (RFC 9457), or that it could not be reached: then `status` is 0 and `code` is `unreachable`. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: Record<string, string[]> = {},
    readonly findings: Finding[] = [],
    readonly traceId = '',
    /** Seconds to wait, when the API says so. */
    readonly retryAfter = 0,
    /** What came in since the sender last looked, when that is why a send was refused. */
    readonly missed: Message[] = [],
    /** What is brought back with the second factor of a login. */
    readonly challenge = '',
    /** Which limit was met, when the tier is why. */
    readonly tier: TierLimit | null = null,
  ) {
    super(detail || code)
  }

  /** What is wrong with one field of the request; undefined when nothing is. */
  field(...names: string[]): string | undefined {
    for (const name of names) {
      const found = this.findings.find((f) => f.field === name && f.severity === 'error')?.detail ?? this.errors[name]?.[0]
      if (found) return found
    }
    return undefined
  }
}

/** Somebody else has changed meanwhile what was to be changed. */
export const isConflict = (failure: unknown) => failure instanceof ApiError && failure.code === 'version-conflict'

export const unreachable = () => new ApiError(0, 'unreachable', '')

function tierLimit({ what = 'pendingPosts', tier, limit, used }: { what?: string; tier?: string; limit?: number; used?: number }): TierLimit | null {
  if (!tier || limit === undefined || used === undefined || (what !== 'accounts' && what !== 'members' && what !== 'pendingPosts')) return null
  return { what, tier, limit, used }
}

export function problemFrom(response: Response, body: unknown): ApiError {
  // A proxy may answer with anything; what is not a problem document reads as an empty one.
  const problem = (body && typeof body === 'object' ? body : {}) as Partial<{
    code: string; detail: string; errors: Record<string, string[]>; findings: Finding[]; traceId: string; missed: Message[]; challenge: string; what: string; tier: string; limit: number; used: number
  }>
  return new ApiError(
    response.status, problem.code ?? `http-${response.status}`, problem.detail ?? '', problem.errors, problem.findings,
    problem.traceId, Number(response.headers.get('Retry-After')) || 0, problem.missed, problem.challenge, tierLimit(problem),
  )
}
