import { expect, test } from 'vitest'
import { addDays, addMonths, monthGrid } from './months'

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
