import createClient from 'openapi-fetch'
import { problemFrom, unreachable } from './problem'
import type { paths } from './schema'
import { refresh, token } from './session'

const timeout = 30_000

async function send(request: Request): Promise<Response> {
  const headers = new Headers(request.headers)
  if (token()) headers.set('Authorization', `Bearer ${token()}`)
  headers.set('X-Request-Id', crypto.randomUUID())
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout)])
  return fetch(new Request(request, { headers, signal })).catch((failure: unknown) => {
    // The caller's own cancelling is no failure of the network.
    throw request.signal.aborted ? failure : unreachable()
  })
}

async function sendSignedIn(request: Request): Promise<Response> {
  const again = request.clone()
  const wasSignedIn = token() !== ''
  const response = await send(request)
  // Without a token nothing has expired: then it is what was given that is refused.
  return response.status === 401 && wasSignedIn && (await refresh()) ? send(again) : response
}

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: sendSignedIn })

/** The answer's body, or an ApiError. */
export async function unwrap<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw problemFrom(response, error)
  // Of a successful call: what the document says it is; undefined for 204.
  return data as T
}
