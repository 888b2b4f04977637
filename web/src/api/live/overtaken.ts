import type { Query, QueryClient } from '@tanstack/react-query'

/** The roots of what events write into: everything else is asked for as it was. */
const changed: ReadonlySet<unknown> = new Set(['accounts', 'conversations', 'messages', 'contacts', 'comments', 'posts'])

/** Between two repetitions of one question: a steady stream of events overtakes every answer. */
const pause = 2_000

const waiting = new WeakSet<Query>()
const repeatedAt = new WeakMap<Query, number>()

/**
 * Remembers what is being asked for when events arrive: the answer may tell of the time before them, and would take them back.
 * Call it before the events are written into the cache. What was overtaken is asked for once more, as soon as its answer is there.
 */
export function askAgainIfOvertaken(client: QueryClient) {
  for (const query of client.getQueryCache().findAll({ fetchStatus: 'fetching', predicate: ({ queryKey }) => changed.has(queryKey[0]) })) {
    if (waiting.has(query) || !query.promise) continue
    waiting.add(query)
    const again = () => {
      waiting.delete(query)
      repeatedAt.set(query, Date.now())
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    }
    const answered = () => {
      const rest = (repeatedAt.get(query) ?? -pause) + pause - Date.now()
      if (rest > 0) setTimeout(again, rest)
      else again()
    }
    // What failed is asked for again by itself or by a person, and has taken nothing back.
    query.promise.then(answered, () => waiting.delete(query))
  }
}
