import { expect, test } from 'vitest'
import { refusedBecause } from './rules'

test.each([
  ['Yes, three left', null],
  ['  ', 'empty'],
  ['🥣'.repeat(300), null],
  ['x'.repeat(301), 'too-long'],
  ['#a #b #c #d #e', 'too-many-hashtags'],
  ['Look at https://a.example and www.b.example', 'too-many-links'],
  ['Look at https://www.a.example', null],
  ['ONLY TODAY!', 'all-capitals'],
  ['OK 👍', null],
  ['価格はDMで', null],
])('%s is answered with %s', (text, rule) => expect(refusedBecause(text)).toBe(rule))
