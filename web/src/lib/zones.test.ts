import { expect, test } from 'vitest'
import { instantOf, localDay, localTime } from './zones'

test('a wall-clock time and its instant are the same moment', () => {
  expect(instantOf('2026-11-25T14:30', 'America/Sao_Paulo').toISOString()).toBe('2026-11-25T17:30:00.000Z')
  expect(localTime(new Date('2026-11-25T17:30:00Z'), 'America/Sao_Paulo')).toBe('2026-11-25T14:30')
  expect(instantOf('2026-07-01T09:00', 'Asia/Kolkata').toISOString()).toBe('2026-07-01T03:30:00.000Z')
})

test('a time skipped in spring moves forward by the gap', () => {
  expect(localTime(instantOf('2026-03-29T02:30', 'Europe/Lisbon'), 'Europe/Lisbon')).toBe('2026-03-29T02:30')
  expect(localTime(instantOf('2026-03-29T01:30', 'Europe/Lisbon'), 'Europe/Lisbon')).toBe('2026-03-29T02:30')
  expect(instantOf('2026-03-08T02:30', 'America/New_York').toISOString()).toBe('2026-03-08T07:30:00.000Z')
})

test('a time that comes twice in autumn means the first', () => {
  expect(instantOf('2026-11-01T01:30', 'America/New_York').toISOString()).toBe('2026-11-01T05:30:00.000Z')
})

test('the day is the one on the wall', () => {
  expect(localDay(new Date('2026-11-25T01:00:00Z'), 'America/Sao_Paulo')).toBe('2026-11-24')
  expect(localDay(new Date('2026-11-25T23:30:00Z'), 'Europe/Madrid')).toBe('2026-11-26')
})
