import { createContext, use, useMemo, useState, type ReactNode } from 'react'
import { ApiError } from '@/api/problem'
import { storage } from '@/lib/storage'
import { en, type Texts } from './en'
import { es } from './es'
import { pt } from './pt'

export const languages = { en: 'English', pt: 'Português', es: 'Español' }
export type Language = keyof typeof languages

const catalogues: Record<Language, Texts> = { en, pt, es }
const spoken: Record<Language, string> = { en: 'en-US', pt: 'pt-BR', es: 'es-ES' }

const isLanguage = (name: string): name is Language => name in languages
export const languageOf = (name: string): Language => (isLanguage(name.slice(0, 2)) ? (name.slice(0, 2) as Language) : 'en')

type Speech = { texts: Texts; language: Language; locale: string; speak: (language: Language) => void }
const Context = createContext<Speech | null>(null)

/** The browser's own variant where it speaks the language too: en-GB writes dates as en-GB. */
const localeOf = (language: Language) => navigator.languages.find((name) => name.startsWith(language + '-')) ?? spoken[language]

export function TextsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(() => languageOf(storage.get('language') ?? navigator.language))
  const speech = useMemo(() => {
    document.documentElement.lang = language
    const speak = (next: Language) => {
      storage.set('language', next)
      setLanguage(next)
    }
    return { texts: catalogues[language], language, locale: localeOf(language), speak }
  }, [language])
  return <Context value={speech}>{children}</Context>
}

export function useTexts(): Speech {
  const speech = use(Context)
  if (!speech) throw new Error('TextsProvider is missing')
  return speech
}

/** What to tell a person about a failure. */
export function errorText(error: unknown, texts: Texts): string {
  const { errors } = texts.common
  if (!(error instanceof ApiError)) return errors.unknown
  if (error.status === 0) return errors.unreachable
  if (error.tier) return errors.tierLimit[error.tier.what](error.tier)
  const codes: Record<string, string> = errors.codes
  const known = codes[error.code]
  if (known) return known
  if (error.status === 429) return errors.busy(error.retryAfter)
  return error.status >= 500 ? errors.unknown : error.detail || errors.unknown
}
