import { expect, test } from 'vitest'
import type { Series } from '@/api/types'
import { never, repeatOf, ruleOf, seriesChange } from './recurrence'

const series = { rule: { unit: 'monthly', every: 1, monthDay: -1, count: 12 }, time: '09:30:00', timeZone: 'Europe/Lisbon' } as Series

test('a rule is written as it is read', () => {
  const rule = { unit: 'weekly', every: 2, weekdays: ['monday', 'thursday'], until: '2027-03-01' } as const

  expect(ruleOf(repeatOf({ ...rule, weekdays: [...rule.weekdays] }))).toEqual(rule)
  expect(ruleOf(never)).toBeNull()
})

test('weekdays belong to weeks only', () => {
  expect(ruleOf({ unit: 'daily', every: 1, weekdays: ['monday'], until: '' })).toEqual({ unit: 'daily', every: 1, until: null })
})

test('only what is another is sent of a series', () => {
  expect(seriesChange(series, repeatOf(series.rule), '09:30')).toEqual({})
  expect(seriesChange(series, repeatOf(series.rule), '10:00')).toEqual({ time: '10:00:00' })
})

test('what the form does not show of a rule stays while it fits', () => {
  expect(seriesChange(series, { ...repeatOf(series.rule), every: 3 }, '09:30').recurrence).toEqual({ unit: 'monthly', every: 3, until: null, monthDay: -1, count: 12 })
  expect(seriesChange(series, { ...repeatOf(series.rule), unit: 'daily' }, '09:30').recurrence).toEqual({ unit: 'daily', every: 1, until: null, count: 12 })
})
