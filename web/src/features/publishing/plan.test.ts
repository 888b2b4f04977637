import { expect, test } from 'vitest'
import type { Post } from '@/api/types'
import { at, changeOf, comingTime, inZoneOf, newPost, onDay, type Content } from './plan'

const content: Content = { caption: 'Mugs', mediaIds: ['m'], firstComment: '', details: { shareToFeed: true } }
const about = { ...content, accountId: 'a', type: 'feed' }
const timing = { localTime: '2027-01-15T09:30', timeZone: 'Europe/Lisbon' }
const post = (status: string, members: Partial<Post> = {}) => ({ status, scheduledAt: '2027-01-15T09:30:00Z', localTime: null, timeZone: null, ...members }) as Post

test('a draft that has its time already is scheduled at it', () => {
  const { change, then } = changeOf(post('draft'), content, { timing, schedule: true, isTimeChanged: false, isTimeCleared: false })

  expect(change).toEqual(content)
  expect(then).toEqual({ scheduledAt: '2027-01-15T09:30:00Z' })
})

test('a time that was chosen in a zone stays in it', () => {
  const planned = { localTime: '2027-01-15T10:30:00', timeZone: 'Europe/Madrid' }

  expect(changeOf(post('draft', planned), content, { timing, schedule: true, isTimeChanged: false, isTimeCleared: false }).then).toEqual(planned)
})

test('a draft that is saved keeps its new time and stays a draft', () => {
  expect(changeOf(post('draft'), content, { timing, schedule: false, isTimeChanged: true, isTimeCleared: false })).toEqual({ change: { ...content, ...timing }, then: null })
})

test.each(['scheduled', 'awaiting_approval', 'preparing', 'ready'])('a post that is %s gets its content and its time at once', (status) => {
  expect(changeOf(post(status), content, { timing, schedule: true, isTimeChanged: true, isTimeCleared: false })).toEqual({ change: { ...content, ...timing }, then: null })
})

test('a failed post is put on its way again by a new time only', () => {
  expect(changeOf(post('failed'), content, { timing, schedule: true, isTimeChanged: true, isTimeCleared: false })).toEqual({ change: content, then: timing })
  expect(changeOf(post('failed'), content, { timing, schedule: true, isTimeChanged: false, isTimeCleared: false })).toEqual({ change: content, then: null })
})

test('a new draft keeps its time', () => {
  expect(newPost(about, { timing, schedule: false, isNextSlot: true, recurrence: null })).toEqual({ ...about, ...timing, status: 'draft' })
  expect(newPost(about, { timing: null, schedule: false, isNextSlot: false, recurrence: null })).toEqual({ ...about, status: 'draft' })
})

test('the next free slot is asked for as that, unless the post comes again', () => {
  expect(newPost(about, { timing, schedule: true, isNextSlot: true, recurrence: null })).toEqual({ ...about, slot: 'next' })
  expect(newPost(about, { timing, schedule: true, isNextSlot: false, recurrence: null })).toEqual({ ...about, ...timing })
  expect(newPost(about, { timing, schedule: true, isNextSlot: true, recurrence: { unit: 'weekly', every: 1 } })).toEqual({ ...about, ...timing, recurrence: { unit: 'weekly', every: 1 } })
})

test('a post that is moved to another day keeps its time of day, also when the clocks change between them', () => {
  expect(onDay({ scheduledAt: '2027-03-27T09:30:00Z', timeZone: null }, '2027-03-29', 'Europe/Lisbon')).toEqual({ localTime: '2027-03-29T09:30', timeZone: 'Europe/Lisbon' })
})

test('a post that is moved stays in the zone in which it was planned, whoever moves it', () => {
  // Nine in the morning in Tokyo, which is the evening before in New York.
  const tokyo = { scheduledAt: '2027-03-10T00:00:00Z', timeZone: 'Asia/Tokyo' }

  // Clocks change in New York between the two days, and not in Tokyo.
  expect(onDay(tokyo, '2027-03-16', 'America/New_York')).toEqual({ localTime: '2027-03-17T09:00', timeZone: 'Asia/Tokyo' })
  expect(inZoneOf('Asia/Tokyo', '2027-03-16T20:30', 'America/New_York')).toEqual({ localTime: '2027-03-17T09:30', timeZone: 'Asia/Tokyo' })
  expect(inZoneOf(null, '2027-03-16T20:30', 'America/New_York')).toEqual({ localTime: '2027-03-16T20:30', timeZone: 'America/New_York' })
  // The second half past one of the night on which the clocks go back there.
  expect(inZoneOf('Europe/Lisbon', '2027-10-31T10:30', 'Asia/Tokyo')).toEqual({ scheduledAt: '2027-10-31T01:30:00.000Z' })
})

test('a draft whose time is taken away has none, and any other post keeps the one it has', () => {
  const cleared = { timing: null, isTimeChanged: true, isTimeCleared: true }

  expect(changeOf(post('draft'), content, { ...cleared, schedule: false })).toEqual({ change: { ...content, clearTime: true }, then: null })
  expect(changeOf(post('scheduled'), content, { ...cleared, schedule: false }).change).toEqual(content)
})

test('an instant that no wall clock names is kept as it is', () => {
  expect(at('2027-01-15T09:30:00Z', 'Europe/Madrid')).toEqual({ localTime: '2027-01-15T10:30', timeZone: 'Europe/Madrid' })
  expect(at('2027-01-15T09:30:20Z', 'Europe/Madrid')).toEqual({ scheduledAt: '2027-01-15T09:30:20Z' })
  // The second half past one of the night on which the clocks go back.
  expect(at('2027-10-31T01:30:00Z', 'Europe/Lisbon')).toEqual({ scheduledAt: '2027-10-31T01:30:00Z' })
})

test('a time that is over comes again at the same time of day', () => {
  expect(comingTime('2026-03-04T09:30', '2026-03-03T12:00')).toBe('2026-03-04T09:30')
  expect(comingTime('2026-03-01T09:30', '2026-03-04T08:00')).toBe('2026-03-04T09:30')
  expect(comingTime('2026-03-01T09:30', '2026-03-31T09:30')).toBe('2026-04-01T09:30')
})
