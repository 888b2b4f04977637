import type { Media, PostDetails, UserTag } from '@/api/types'

export type FileDetails = { altText: string; userTags: UserTag[] }

export const noDetails: PostDetails = { shareToFeed: true }

export function fileOf(details: PostDetails, mediaId: string): FileDetails {
  const known = details.files?.find((file) => file.mediaId === mediaId)
  return { altText: known?.altText ?? '', userTags: known?.userTags ?? [] }
}

/** Says something about one file; a file about which nothing is said is left out. */
export function withFile(details: PostDetails, mediaId: string, { altText, userTags }: FileDetails): PostDetails {
  const others = (details.files ?? []).filter((file) => file.mediaId !== mediaId)
  return { ...details, files: altText || userTags.length > 0 ? [...others, { mediaId, altText: altText || null, userTags }] : others }
}

/** What is sent: nothing about files that were taken out of the post again. */
export const forMedia = (details: PostDetails, media: Media[]): PostDetails => ({ ...details, files: (details.files ?? []).filter(({ mediaId }) => media.some(({ id }) => id === mediaId)) })

/** Moves a tag by a step, and keeps it on the picture. */
export const moved = (tag: UserTag, dx: number, dy: number): UserTag => ({ ...tag, x: within((tag.x ?? 0.5) + dx), y: within((tag.y ?? 0.5) + dy) })

const within = (share: number) => Math.round(Math.min(Math.max(share, 0), 1) * 1_000) / 1_000
