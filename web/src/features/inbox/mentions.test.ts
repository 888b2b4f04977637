import { expect, test } from 'vitest'
import { mentionAt, mentioned } from './mentions'

const member = (userId: string, name: string) => ({ userId, name, role: 'agent', email: `${userId}@example.com`, joinedAt: '2026-01-01T00:00:00Z', accounts: null })
const members = [member('1', 'Ana'), member('2', 'Ana Lima'), member('3', 'João')]

test('a note calls on whom it names, and the longest name is meant', () => {
  expect(mentioned('@Ana Lima, can you look? @joão knows', members)).toEqual(['2', '3'])
  expect(mentioned('@Anabel is a customer; ana@example.com', members)).toEqual([])
  expect(mentioned('@ana!', members)).toEqual(['1'])
})

test('a name is being written between its @ and the cursor', () => {
  expect(mentionAt('Ask @An', 7)).toBe('An')
  expect(mentionAt('Ask @An', 3)).toBeNull()
  expect(mentionAt('ana@exam', 8)).toBeNull()
})
