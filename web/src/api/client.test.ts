import { beforeAll, expect, test, vi } from 'vitest'
import type * as Client from './client'
import type * as Session from './session'

let client: typeof Client
let session: typeof Session
const asked: string[] = []

// The server as it is when a token has just expired.
async function serve(request: Request | string): Promise<Response> {
  const [path, given] = typeof request === 'string' ? [request, null] : [new URL(request.url).pathname, request.headers.get('Authorization')]
  asked.push(path)
  if (path === '/api/auth/refresh') return Response.json({ accessToken: 'fresh', expiresIn: 900, user: { id: 'ana' } })
  return given === 'Bearer fresh' ? Response.json({ items: [] }) : Response.json({ code: 'session-expired' }, { status: 401 })
}

beforeAll(async () => {
  vi.stubGlobal('window', { location: { origin: 'http://shop.test' } })
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('fetch', vi.fn(serve))
  client = await import('./client')
  session = await import('./session')
})

test('An expired token is renewed for whatever is asked with it, sessions and logins too', async () => {
  session.signIn({ accessToken: 'expired', expiresIn: 900, user: { id: 'ana' } } as Parameters<typeof Session.signIn>[0])

  await expect(client.unwrap(client.api.GET('/api/auth/sessions'))).resolves.toEqual({ items: [] })

  expect(asked).toEqual(['/api/auth/sessions', '/api/auth/refresh', '/api/auth/sessions'])
})

test('Who is not signed in and gives a wrong password is told so at once', async () => {
  await session.signOut()
  asked.length = 0

  await expect(client.unwrap(client.api.POST('/api/auth/login', { body: { email: 'ana@shop.test', password: 'wrong' } }))).rejects.toMatchObject({ status: 401 })

  expect(asked).toEqual(['/api/auth/login'])
})
