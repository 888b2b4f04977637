import type { Query, QueryClient } from '@tanstack/react-query'

const waiting = new WeakSet<Query>()

/**
 * Remembers what is being asked for when events arrive: the answer may tell of the time before them, and would take them back.
 * Call it before the events are written into the cache. What was overtaken is asked for once more, as soon as its answer is there.
 */
export function askAgainIfOvertaken(client: QueryClient) {
  for (const query of client.getQueryCache().findAll({ fetchStatus: 'fetching' })) {
    if (waiting.has(query) || !query.promise) continue
    waiting.add(query)
    const again = () => {
      waiting.delete(query)
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    }
    query.promise.then(again, again)
  }
}
