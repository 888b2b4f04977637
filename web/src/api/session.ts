import { useSyncExternalStore } from 'react'
import { problemFrom, unreachable } from './problem'
import type { Auth, User } from './types'

/** Who is signed in. `unreachable`: the server did not answer, so nobody knows yet. */
export type Session = { state: 'starting' } | { state: 'unreachable' } | { state: 'out'; expired: boolean } | { state: 'in'; user: User }

let session: Session = { state: 'starting' }
let accessToken = ''
let expiresAt = 0
let refreshing: Promise<boolean> | null = null
const listeners = new Set<() => void>()

function change(next: Session) {
  session = next
  listeners.forEach((listener) => listener())
}

export function useSession(): Session {
  return useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), () => session)
}

/** The signed-in user. Only for what is rendered behind the login. */
export function useUser(): User {
  const current = useSession()
  if (current.state !== 'in') throw new Error('Nobody is signed in')
  return current.user
}

/** The same outside of what is rendered; empty while nobody is signed in. */
export const signedInId = () => (session.state === 'in' ? session.user.id : '')

/** The token lives in memory only: a script that got in could not carry it away through storage. */
export const token = () => accessToken

/** For connections that open later and long: a token with at least half a minute to live. */
export async function freshToken(): Promise<string> {
  if (Date.now() > expiresAt - 30_000) await refresh()
  return accessToken
}

export function signIn(auth: Auth) {
  accessToken = auth.accessToken
  expiresAt = Date.now() + auth.expiresIn * 1000
  change({ state: 'in', user: auth.user })
}

export function updateUser(user: User) {
  if (session.state === 'in') change({ state: 'in', user })
}

/** Trades the cookie for a new token; everyone who asks meanwhile shares the answer. False when the session is over. */
export function refresh(): Promise<boolean> {
  const shared = refreshing ?? exchangeAlone().finally(() => (refreshing = null))
  refreshing = shared
  return shared
}

// Each refresh rotates the cookie, and an old cookie used twice ends the session: two tabs must not do it at once.
const exchangeAlone = async (): Promise<boolean> => ('locks' in navigator ? await navigator.locks.request('session-refresh', exchange) : exchange())

async function exchange(): Promise<boolean> {
  const response = await fetch('/api/auth/refresh', { method: 'POST', signal: AbortSignal.timeout(30_000) }).catch(() => {
    throw unreachable()
  })
  if (response.ok) {
    signIn(await response.json())
    return true
  }
  // Any other refusal will not pass by waiting.
  if (response.status >= 500 || response.status === 429) throw problemFrom(response, null)
  change({ state: 'out', expired: accessToken !== '' })
  accessToken = ''
  return false
}

export const start = () => refresh().catch(() => change({ state: 'unreachable' }))

export async function signOut() {
  await fetch('/api/auth/logout', { method: 'POST', signal: AbortSignal.timeout(10_000) }).catch(() => undefined)
  accessToken = ''
  change({ state: 'out', expired: false })
}
