import { expect, test } from 'vitest'
import { ApiError, problemFrom } from '@/api/problem'
import { en } from './en'
import { errorText } from './Texts'

test('Too many of something is said in its own words where it has some', () => {
  expect(errorText(new ApiError(429, 'too-many-mails', ''), en)).toBe(en.common.errors.codes['too-many-mails'])
  expect(errorText(new ApiError(429, 'too-many-requests', '', {}, [], '', 5), en)).toBe(en.common.errors.busy(5))
})

test('A limit of the tier is told with what is used of it', () => {
  const refused = (body: object) => errorText(problemFrom(new Response(null, { status: 409 }), { detail: 'No', ...body }), en)
  expect(refused({ code: 'tier-limit', what: 'members', tier: 'FREE', limit: 5, used: 5 })).toContain('5 of the 5 that the plan FREE allows')
  expect(refused({ code: 'too-many-pending', tier: 'STARTER', limit: 50, used: 51 })).toContain('51 of the 50 that the plan STARTER allows')
  // From a server of before, which says less.
  expect(refused({ code: 'too-many-pending', limit: 50 })).toBe(en.common.errors.codes['too-many-pending'])
})
