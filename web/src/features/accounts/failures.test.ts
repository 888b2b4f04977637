import { expect, test } from 'vitest'
import { en } from '@/texts/en'
import { es } from '@/texts/es'
import { pt } from '@/texts/pt'
import { afterFailure, failureOf, failureText, limitOf } from './failures'

test('every way in which connecting ends has words in all languages', () => {
  for (const texts of [en, pt, es]) {
    for (const words of Object.values(texts.accounts.failures)) expect(words.length).toBeGreaterThan(20)
  }
})

test('a code that is not known reads as a failure that says no more, whatever it is called', () => {
  for (const code of ['from_a_newer_server', 'constructor', '__proto__', '']) expect(failureOf(code)).toBe('connection_failed')
})

test('who came back with the wrong account is led to another login at Instagram', () => {
  expect(afterFailure('other_account')).toBe('switch')
  expect(afterFailure('access_denied')).toBe('again')
  expect(afterFailure('account_limit')).toBeNull()
})

test('the limit that was met is shown when the address says it in full', () => {
  expect(limitOf(new URLSearchParams('error=account_limit&tier=STARTER&limit=3&used=3'))).toEqual({ tier: 'STARTER', limit: 3, used: 3 })
  for (const said of ['', 'tier=STARTER&limit=3', 'tier=<b>&limit=3&used=3', 'tier=FREE&limit=many&used=1']) expect(limitOf(new URLSearchParams(said))).toBeNull()
})

test('what happened at Facebook is not told as if it had happened at Instagram', () => {
  for (const texts of [en, pt, es]) {
    expect(failureText(texts.accounts, 'access_denied', 'facebook')).toContain('Facebook')
    expect(failureText(texts.accounts, 'access_denied', null)).toContain('Instagram')
    expect(failureText(texts.accounts, 'account_limit', 'facebook')).toBe(texts.accounts.failures.account_limit)
  }
})
