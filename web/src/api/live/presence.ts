import type { HubConnection } from '@microsoft/signalr'
import { useSyncExternalStore } from 'react'

/** A colleague at a conversation, as the hub tells it. Nothing of it is stored anywhere. */
export type Sign = { accountId: string; conversationId: string; userId: string; state: 'looking' | 'typing' | 'left' }
type Place = { accountId: string; conversationId: string }

const life = 25_000
const heartbeat = 10_000

let signs: readonly Sign[] = []
let hub: HubConnection | null = null
let here: (Place & { typing: boolean }) | null = null
const ends = new Map<string, ReturnType<typeof setTimeout>>()
const listeners = new Set<() => void>()

function change(next: readonly Sign[]) {
  signs = next
  listeners.forEach((listener) => listener())
}

const without = (userId: string) => signs.filter((sign) => sign.userId !== userId)

/** Each colleague is at one place: the newest sign holds, for 25 s. */
export function receiveSign(sign: Sign) {
  clearTimeout(ends.get(sign.userId))
  const isNew = !signs.some(({ userId, conversationId }) => userId === sign.userId && conversationId === sign.conversationId)
  if (sign.state === 'left') return change(without(sign.userId))
  ends.set(sign.userId, setTimeout(() => change(without(sign.userId)), life))
  change([...without(sign.userId), sign])
  // Whoever comes learns at once that we are here.
  if (isNew && here?.conversationId === sign.conversationId) tell()
}

/** A connection that has come or gone: what was known of colleagues is not known any more. */
export function connectPresence(connection: HubConnection | null) {
  hub = connection
  ends.forEach(clearTimeout)
  if (signs.length > 0) change([])
  tell()
}

// Before the hub knows our accounts it refuses; the next heartbeat comes.
const invoke = (method: string, ...args: unknown[]) => hub?.state === 'Connected' && void hub.invoke(method, ...args).catch(() => undefined)

function tell() {
  if (here && document.visibilityState === 'visible') invoke('Look', here.accountId, here.conversationId, here.typing)
}

/** We look at a conversation. Returns how to leave it. */
export function look(place: Place): () => void {
  here = { ...place, typing: false }
  tell()
  const timer = setInterval(tell, heartbeat)
  document.addEventListener('visibilitychange', tell)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tell)
    here = null
    invoke('Leave')
  }
}

/** We began or ceased to write in the conversation we look at. */
export function setTyping(typing: boolean) {
  if (!here || here.typing === typing) return
  here = { ...here, typing }
  tell()
}

export const useSigns = () => useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), () => signs)
