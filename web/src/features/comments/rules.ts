import { hashtagCount } from '@/lib/bytes'
import type { Texts } from '@/texts/en'

/** What Instagram takes as a public reply. The server asks the same; here it is told while one writes. Pure. */

export const maxCharacters = 300

export type CommentRule = keyof Texts['comments']['rules']

export const characters = (text: string) => [...text].length

export function refusedBecause(text: string): CommentRule | null {
  if (text.trim() === '') return 'empty'
  if (characters(text) > maxCharacters) return 'too-long'
  if (hashtagCount(text) > 4) return 'too-many-hashtags'
  if ((text.match(/(?:https?:\/\/|(?<![\p{L}\p{N}@.])www\.)\S+/giu) ?? []).length > 1) return 'too-many-links'
  const letters = [...text].filter((letter) => letter.toLowerCase() !== letter.toUpperCase())
  return letters.length > 3 && letters.every((letter) => letter === letter.toUpperCase()) ? 'all-capitals' : null
}
