import { expect, test } from 'vitest'
import { addDays, addMonths, monthGrid, weekOf } from './months'

test('weeks are whole and hold every day of the month once', () => {
  for (const firstDay of [1, 7]) {
    for (let month = '2026-01'; month < '2029-01'; month = addMonths(month, 1)) {
      const weeks = monthGrid(month, firstDay)
      const days = weeks.flat()
      const ofMonth = days.filter((day) => day.startsWith(month))

      expect(weeks.every((week) => week.length === 7)).toBe(true)
      expect(ofMonth[0]).toBe(`${month}-01`)
      expect(addDays(ofMonth.at(-1) ?? '', 1)).toBe(`${addMonths(month, 1)}-01`)
      expect(new Date(`${days[0]}T00:00Z`).getUTCDay()).toBe(firstDay % 7)
    }
  }
})

test('a week holds the day it was asked for, and begins where weeks begin', () => {
  expect(weekOf('2026-11-26', 1)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'])
  expect(weekOf('2026-11-29', 7)[0]).toBe('2026-11-29')
})
