import { expect, test } from 'vitest'
import { nextAt, weekdayName, weekdaysFrom } from './weekdays'

test('a week begins where its readers begin it', () => {
  expect(weekdaysFrom(1)[0]).toBe('monday')
  expect(weekdaysFrom(7)[0]).toBe('sunday')
  expect(weekdayName('wednesday', 'en-US')).toBe('Wednesday')
})

test('the next Thursday at 18:00 is today as long as it is not 18:00 yet', () => {
  expect(nextAt('thursday', 18, '2026-11-26T17:59')).toBe('2026-11-26T18:00')
  expect(nextAt('thursday', 18, '2026-11-26T18:00')).toBe('2026-12-03T18:00')
  expect(nextAt('monday', 9, '2026-11-26T18:00')).toBe('2026-11-30T09:00')
})
