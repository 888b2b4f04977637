import { expect, test } from 'vitest'
import type { CalendarPlan } from '@/api/types'
import type { PostItem } from './cache'
import { kindsNamed, onlyKinds, totalsOf } from './kinds'

const post = (id: string, status: string) => ({ id, status }) as PostItem
const plan = { seriesId: 's', scheduledAt: '2026-03-04T09:00:00Z' } as CalendarPlan
const shown = { posts: [post('a', 'published'), post('b', 'scheduled'), post('c', 'published'), post('d', 'failed')], plans: [plan] }

test('posts and what series will make are counted in the order in which posts go through their states', () => {
  expect(totalsOf(shown, [])).toEqual([{ kind: 'planned', count: 1 }, { kind: 'scheduled', count: 1 }, { kind: 'published', count: 2 }, { kind: 'failed', count: 1 }])
})

test('what is asked for is counted also where there is none of it', () => {
  expect(totalsOf(shown, ['cancelled']).at(-1)).toEqual({ kind: 'cancelled', count: 0 })
})

test('only what is asked for is left, and all where nothing is', () => {
  expect(onlyKinds(shown, ['published', 'failed']).posts.map(({ id }) => id)).toEqual(['a', 'c', 'd'])
  expect(onlyKinds(shown, ['published']).plans).toEqual([])
  expect(onlyKinds(shown, ['planned'])).toEqual({ posts: [], plans: [plan] })
  expect(onlyKinds(shown, [])).toEqual(shown)
})

test('a state that this client does not know is none to ask for', () => {
  expect(kindsNamed('failed,flying,published')).toEqual(['published', 'failed'])
  expect(kindsNamed(null)).toEqual([])
  expect(kindsNamed('')).toEqual([])
})
