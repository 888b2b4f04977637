import { expect, test } from 'vitest'
import type { CalendarPlan } from '@/api/types'
import type { PostItem } from './cache'
import { byDay } from './day'

const post = (id: string, scheduledAt: string | null, publishedAt: string | null = null) => ({ id, scheduledAt, publishedAt, createdAt: '2026-03-01T08:00:00Z' }) as PostItem
const plan = (seriesId: string, scheduledAt: string) => ({ seriesId, scheduledAt }) as CalendarPlan

test('What a series will make stands among the posts of its day, at its time', () => {
  const [early, late, between] = [post('early', '2026-03-04T09:00:00+00:00'), post('late', '2026-03-04T18:00:00+00:00'), plan('s', '2026-03-04T12:00:00Z')]

  expect([...byDay([late, early], [between], 'Europe/Lisbon')]).toEqual([['2026-03-04', [{ post: early }, { plan: between }, { post: late }]]])
})

test('Days come in their order, and are those of the zone', () => {
  const [monday, tuesday] = [post('monday', '2026-03-02T12:00:00Z', '2026-03-02T12:00:01Z'), plan('s', '2026-03-02T23:30:00Z')]

  expect([...byDay([monday], [tuesday], 'Europe/Madrid').keys()]).toEqual(['2026-03-02', '2026-03-03'])
})
