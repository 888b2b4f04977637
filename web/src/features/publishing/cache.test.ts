import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { CalendarPlan, Post } from '@/api/types'
import { putPost, removePost, type CalendarData, type CalendarRange } from './cache'

const march: CalendarRange = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z', accountId: null, workspaceId: null }
const key = ['posts', 'calendar', march]
const post = { id: 'p', accountId: 'shop', status: 'scheduled', scheduledAt: '2026-03-04T09:00:00+00:00', media: [] } as unknown as Post
const plan = (scheduledAt: string, accountId = 'shop') => ({ seriesId: 's', accountId, scheduledAt }) as CalendarPlan

function shown(...plans: CalendarPlan[]) {
  const client = new QueryClient()
  client.setQueryData<CalendarData>(key, { posts: [], plans })
  return { client, data: () => client.getQueryData<CalendarData>(key) }
}

test('A post that its series has made stands in the place of the plan for it', () => {
  const other = plan('2026-03-04T09:00:00Z', 'another shop')
  const later = plan('2026-03-11T09:00:00Z')
  const { client, data } = shown(plan('2026-03-04T09:00:00Z'), other, later)

  putPost(client, post)

  expect(data()?.posts.map(({ id }) => id)).toEqual(['p'])
  expect(data()?.plans).toEqual([other, later])
})

test('What else a series will make is asked for again when a post of it has changed', () => {
  const { client } = shown()

  putPost(client, post)
  expect(client.getQueryState(key)?.isInvalidated).toBe(false)
  putPost(client, { ...post, seriesId: 's' })
  expect(client.getQueryState(key)?.isInvalidated).toBe(true)
})

test('A post of another month, and one that is gone, are not shown', () => {
  const { client, data } = shown()

  putPost(client, post)
  putPost(client, { ...post, scheduledAt: '2026-04-04T09:00:00Z' })
  expect(data()?.posts).toEqual([])
  putPost(client, post)
  removePost(client, 'p')
  expect(data()?.posts).toEqual([])
})

test('A list of another workspace does not take a post in', () => {
  const client = new QueryClient()
  client.setQueryData(['accounts'], [{ id: 'shop', workspaceId: 'ours' }])
  const lists = (['ours', 'theirs'] as const).map((workspaceId) => ['posts', 'calendar', { ...march, workspaceId }])
  for (const list of lists) client.setQueryData<CalendarData>(list, { posts: [], plans: [] })

  putPost(client, post)

  expect(lists.map((list) => client.getQueryData<CalendarData>(list)?.posts.length)).toEqual([1, 0])
})
