import { expect, test } from 'vitest'
import { ApiError } from '@/api/problem'
import { en } from './en'
import { errorText } from './Texts'

test('Too many of something is said in its own words where it has some', () => {
  expect(errorText(new ApiError(429, 'too-many-mails', ''), en)).toBe(en.common.errors.codes['too-many-mails'])
  expect(errorText(new ApiError(429, 'too-many-requests', '', {}, [], '', 5), en)).toBe(en.common.errors.busy(5))
})
