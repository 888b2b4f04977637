import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'

const LOOK_AGAIN = 5_000

/** What becomes of an erasure: looked at again until it is over. */
export const erasureQuery = (code: string) =>
  queryOptions({
    queryKey: ['erasure', code] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/data-deletion/{code}', { params: { path: { code } }, signal })),
    refetchInterval: ({ state }) => (state.data && !state.data.finishedAt && state.data.state !== 'cancelled' ? LOOK_AGAIN : false),
  })
