import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { AuditEntry } from '@/api/types'
import { en } from '@/texts/en'
import { es } from '@/texts/es'
import { pt } from '@/texts/pt'
import { changesOf, sentenceOf } from './words'

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  id: '1', at: '2026-11-28T07:00:00Z', actorKind: 'user', actorId: 'u', actorName: 'Ada', action: 'post.created', subjectKind: null, subjectId: null, subjectName: null, before: null, after: null,
  result: 'ok', ip: null, requestId: null, ...change,
})

test('every action of the server has a sentence in every language', () => {
  const source = readFileSync(new URL('../../../../src/Data/Audit/AuditAction.cs', import.meta.url), 'utf8')
  const actions = [...source.matchAll(/= "([a-z-]+\.[a-z-]+)"/g)].map(([, action]) => action).sort()

  expect(actions.length).toBeGreaterThan(40)
  for (const texts of [en, pt, es]) expect(Object.keys(texts.activity.sentences).sort()).toEqual(actions)
})

test('who it was has a name, or a word', () => {
  expect(sentenceOf(entry({}), en)).toBe('Ada created a post')
  expect(sentenceOf(entry({ actorName: null }), en)).toBe('Somebody who was erased created a post')
  expect(sentenceOf(entry({ actorKind: 'system', actorId: null, actorName: null, action: 'post.published' }), en)).toBe('The product published a post')
  expect(sentenceOf(entry({ action: 'weather.changed' }), en)).toBe('Ada: weather.changed')
})

test('what somebody agreed to is named in the language of the reader', () =>
  expect(sentenceOf(entry({ action: 'consent.given', subjectKind: 'consent', subjectName: 'terms 2026-12' }), pt)).toBe('Ada aceitou Termos de uso (2026-12)'))

test('an account without a name leaves no sign behind', () => expect(sentenceOf(entry({ action: 'account.connected' }), en)).toBe('Ada connected'))

test('only what has changed is shown', () => {
  expect(changesOf(entry({ before: { status: 'draft', type: 'feed' }, after: { status: 'scheduled', type: 'feed', count: 2 } }))).toEqual([
    { name: 'status', before: 'draft', after: 'scheduled' }, { name: 'count', before: '', after: '2' },
  ])
})
