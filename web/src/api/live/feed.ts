import type { HubConnection } from '@microsoft/signalr'
import { freshToken } from '@/api/session'
import type { AccountEvent, Notification } from '@/api/types'
import { AccountCursor, type Reader } from './cursor'
import { connectPresence, receiveSign } from './presence'
import { setLiveState } from './state'

const pollEvery = 15_000
const retryDelays = [0, 1_000, 3_000, 5_000, 10_000]
const delay = (attempt: number) => retryDelays[Math.min(attempt, retryDelays.length - 1)] ?? 10_000

export type Listener = Reader & {
  /** What the person is told of, as it is now. A hint: it may be lost. */
  onNotification: (notification: Notification) => void
  /** Whatever had come by then was read in another window. */
  onNotificationsRead: (until: string) => void
}

/** One live connection for these accounts; while it is down, the API is asked every 15 s. Returns how to stop it. */
export function startFeed(accountIds: readonly string[], listener: Listener): () => void {
  const cursors = new Map(accountIds.map((id) => [id, new AccountCursor(id, listener)]))
  const catchUpAll = () => Promise.all([...cursors.values()].map((cursor) => cursor.catchUp()))
  let stopped = false
  let hub: HubConnection | null = null

  const showLive = () => !stopped && navigator.onLine && hub?.state === 'Connected' && setLiveState('live')

  const subscribe = async (connection: HubConnection) => {
    // An account that has just gone must not silence the others.
    const gone = (failure: unknown) => failure instanceof Error && failure.message.includes('account-not-found')
    await Promise.all(accountIds.map((id) => connection.invoke('Subscribe', id).catch((failure: unknown) => { if (!gone(failure)) throw failure })))
    connectPresence(connection)
    await catchUpAll()
    showLive()
  }

  const connect = async () => {
    const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr')
    if (stopped) return
    const connection = new HubConnectionBuilder()
      .withUrl('/hubs/inbox', { accessTokenFactory: freshToken })
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => delay(context.previousRetryCount) })
      .configureLogging(LogLevel.None)
      .build()
    hub = connection
    connection.on('accountEvent', (event: AccountEvent) => cursors.get(event.accountId)?.receive(event))
    connection.on('presence', receiveSign)
    connection.on('notification', listener.onNotification)
    connection.on('notificationsRead', listener.onNotificationsRead)
    connection.onreconnecting(() => setLiveState(navigator.onLine ? 'reconnecting' : 'offline'))
    connection.onreconnected(() => void subscribe(connection).catch(() => connection.stop()))
    connection.onclose(() => !stopped && again(0))
    await connection.start()
    await subscribe(connection)
  }

  const again = (attempt: number) => {
    setLiveState(navigator.onLine ? 'reconnecting' : 'offline')
    setTimeout(() => void (stopped || connect().catch(() => again(attempt + 1))), delay(attempt))
  }

  const poll = setInterval(() => hub?.state !== 'Connected' && void catchUpAll(), pollEvery)
  // A short absence may leave the connection standing.
  const wake = () => void catchUpAll().then(showLive)
  const sleep = () => setLiveState('offline')
  window.addEventListener('online', wake)
  window.addEventListener('offline', sleep)
  void catchUpAll()
  again(0)

  return () => {
    stopped = true
    clearInterval(poll)
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', sleep)
    connectPresence(null)
    void hub?.stop()
  }
}
