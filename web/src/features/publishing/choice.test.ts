import { expect, test } from 'vitest'
import { leftAfter, toggled } from './choice'

test('a post is chosen by the version that was seen, and let go by its id', () => {
  const chosen = toggled({}, { id: 'a', version: 3 })

  expect(chosen).toEqual({ a: 3 })
  expect(toggled(chosen, { id: 'b', version: 1 })).toEqual({ a: 3, b: 1 })
  expect(toggled(chosen, { id: 'a', version: 4 })).toEqual({})
})

test('what was refused stays chosen, unless it has to be looked at again', () => {
  expect(leftAfter({ a: 1, b: 2, c: 3 }, [{ id: 'a', code: null }, { id: 'b', code: 'own-post' }, { id: 'c', code: 'version-conflict' }])).toEqual({ b: 2 })
})
