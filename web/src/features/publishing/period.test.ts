import { expect, test } from 'vitest'
import { periodOf } from './period'

test('a month shows whole weeks', () => {
  const month = periodOf('month', null, '2026-11-27', 1)
  expect(month.key).toBe('2026-11')
  expect(month.days[0]).toBe('2026-10-26')
  expect(month.isNow).toBe(true)
  expect(periodOf('month', '2027-01', '2026-11-27', 1).previous).toBe('2026-12')
})

test('a week shows seven days, and the view changes without losing its place', () => {
  expect(periodOf('week', null, '2026-11-27', 1).days).toHaveLength(7)
  expect(periodOf('week', '2027-01', '2026-11-27', 1).days).toContain('2027-01-01')
  expect(periodOf('week', '2026-11', '2026-11-27', 1).isNow).toBe(true)
  expect(periodOf('month', '2027-01-13', '2026-11-27', 1).key).toBe('2027-01')
})

test('what the URL says wrongly is not believed', () => {
  expect(periodOf('week', '2026-13-45', '2026-11-27', 1).isNow).toBe(true)
  expect(periodOf('month', 'soon', '2026-11-27', 1).key).toBe('2026-11')
})
