import { expect, test } from 'vitest'
import { zonesWith } from './zones'

test('every zone is there once, and those that somebody has or is in are among them', () => {
  const zones = zonesWith('UTC', 'America/Buenos_Aires', 'Europe/Lisbon')
  for (const zone of ['UTC', 'America/Buenos_Aires', 'Europe/Lisbon', 'America/Sao_Paulo']) expect(zones.filter((name) => name === zone)).toEqual([zone])
})
