import { expect, test } from 'vitest'
import { snoozeTimes } from './snooze'

test('tomorrow and Monday are those of the reader', () => {
  // Tuesday 23:30 in São Paulo is Wednesday in UTC.
  const times = snoozeTimes(new Date('2026-11-25T02:30Z'), 'America/Sao_Paulo')

  expect(times.tomorrow.toISOString()).toBe('2026-11-25T12:00:00.000Z')
  expect(times.week.toISOString()).toBe('2026-11-30T12:00:00.000Z')
  expect(times.hour.toISOString()).toBe('2026-11-25T03:30:00.000Z')
})

test('on a Monday the week ends a week later', () => {
  expect(snoozeTimes(new Date('2026-11-30T12:00Z'), 'UTC').week.toISOString()).toBe('2026-12-07T09:00:00.000Z')
})
