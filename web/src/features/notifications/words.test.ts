import { expect, test } from 'vitest'
import type { Notification } from '@/api/types'
import { en } from '@/texts/en'
import { es } from '@/texts/es'
import { pt } from '@/texts/pt'
import { placeOf, wordsOf } from './words'

const kinds = ['message.received', 'comment.received', 'mention.received', 'note.mention', 'conversation.assigned', 'message.held', 'post.published', 'post.failed', 'post.missed', 'post.postponed', 'post.needs-approval', 'post.approved', 'post.rejected', 'post.preflight', 'account.token-expiring', 'account.token-expired', 'account.disconnected', 'export.ready']
const at = (instant: string) => `<${instant}>`
const notification = (kind: string, change: Partial<Notification> = {}): Notification => ({
  id: '1', kind, workspaceId: 'w', accountId: 'a', subjectId: 's', count: 1, facts: {}, conversationId: null, contact: null, actor: null, postCaption: null, occurredAt: '2026-11-25T12:00:00Z', readAt: null, ...change,
})

test.each(kinds)('%s has words and a place in every language, and a name among the preferences', (kind) => {
  for (const texts of [en, pt, es]) {
    const { title } = wordsOf(notification(kind), [], texts, at)
    expect(title).not.toBe('')
    expect(title).not.toBe(texts.notifications.sentences.other)
    expect(Object.keys(texts.notifications.kinds)).toContain(kind)
  }
  expect(placeOf(notification(kind))).toMatch(/^\/(inbox|comments|calendar|accounts|settings)/)
})

test('many comments are counted, one is quoted', () => {
  const facts = { author: 'maya', text: 'Is it red?' }

  expect(wordsOf(notification('comment.received', { facts }), [], en, at)).toEqual({ title: '@maya commented on your post', about: 'Is it red?' })
  expect(wordsOf(notification('comment.received', { facts, count: 7, postCaption: 'New colours' }), [], en, at)).toEqual({ title: '7 new comments on your post', about: 'New colours' })
})

test('a kind that is not known has words all the same', () => expect(wordsOf(notification('weather.changed'), [], en, at).title).toBe(en.notifications.sentences.other))

test('a post that waits says until when, if that is known', () => {
  for (const texts of [en, pt, es]) {
    const { title, about } = wordsOf(notification('post.postponed', { facts: { until: '2026-11-25T15:00:00Z', caption: 'Linen' } }), [], texts, at)
    expect(title).toContain('<2026-11-25T15:00:00Z>')
    expect(about).toBe('Linen')
    expect(wordsOf(notification('post.postponed'), [], texts, at).title).not.toContain('null')
  }
})
