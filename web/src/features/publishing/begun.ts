import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import { ApiError } from '@/api/problem'
import type { Media, PostDetails } from '@/api/types'
import { tabStorage } from '@/lib/storage'
import type { Repeat } from './recurrence'
import type { PostType } from './status'

/** What the fields of the form hold. */
export type Fields = { accountId: string; type: PostType; caption: string; firstComment: string; date: string; time: string; isNextSlot: boolean }

/** A new post that is being written. */
export type Begun = { fields: Fields; mediaIds: string[]; details: PostDetails; repeat: Repeat }

/** One in each workspace, and one where all of them are looked at together: its files are of one library. */
const nameOf = (userId: string, place: string | null) => (place ? `post.${userId}.${place}` : `post.${userId}`)

/** `written`: a Begun as JSON. Kept in this tab: whoever goes elsewhere meanwhile, or loads the page again, finds it as it was. */
export const keepBegun = (userId: string, place: string | null, written: string) => tabStorage.set(nameOf(userId, place), written)
export const forgetBegun = (userId: string, place: string | null) => tabStorage.set(nameOf(userId, place), '')

function findBegun(userId: string, place: string | null): Begun | null {
  const kept = tabStorage.get(nameOf(userId, place))
  // Nothing but what keepBegun was given stands there.
  return kept ? (JSON.parse(kept) as Begun) : null
}

/** With its files as they are now: their addresses live for an hour, and one may have been deleted meanwhile. */
export const begunQuery = (userId: string, place: string | null) =>
  queryOptions({
    queryKey: ['publishing', 'begun', userId, place] as const,
    queryFn: async ({ signal }) => {
      const begun = findBegun(userId, place)
      if (!begun) return null
      const file = (id: string) => unwrap(api.GET('/api/media/{id}', { params: { path: { id } }, signal })).catch(nothingIfGone)
      const [cover, ...media] = await Promise.all([begun.details.coverMediaId ? file(begun.details.coverMediaId) : null, ...begun.mediaIds.map(file)])
      return { ...begun, details: { ...begun.details, coverMediaId: cover?.id ?? null }, cover: cover ?? null, media: media.filter((one) => one !== null) }
    },
    gcTime: 0,
    // Read when a form begins; from then on it is the form that knows.
    staleTime: 'static',
  })

function nothingIfGone(failure: unknown): Media | null {
  if (failure instanceof ApiError && failure.status === 404) return null
  throw failure
}
