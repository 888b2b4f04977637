import { expect, test } from 'vitest'
import { mentionAt, mentioned } from './mentions'

const members = [{ userId: '1', name: 'Ana', role: 'agent' }, { userId: '2', name: 'Ana Lima', role: 'agent' }, { userId: '3', name: 'João', role: 'owner' }]

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
