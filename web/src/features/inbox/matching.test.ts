import { expect, test } from 'vitest'
import type { ReplyTemplate } from '@/api/types'
import { matching } from './matching'

const template = (name: string, shortcut: string | null): ReplyTemplate => ({
  id: name, workspaceId: 'w', name, shortcut, category: 'other', language: null, text: 'x', variables: [], usageCount: 0, lastUsedAt: null, createdAt: '', updatedAt: '',
})

test('what is typed after the slash is a shortcut first and a name second', () => {
  const all = [template('Price list', 'list'), template('Thanks', 'price'), template('Hello', null)]

  expect(matching(all, 'pri').map(({ name }) => name)).toEqual(['Thanks', 'Price list'])
  expect(matching(all, '')).toHaveLength(3)
})
