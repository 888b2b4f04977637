import { expect, test } from 'vitest'
import { pageOf } from './pageOf'

test('what is opened and filtered by is left behind, and how a page is looked at is not', () => {
  expect(pageOf({ pathname: '/inbox/1f0c', search: '?account=a&label=l&message=m' })).toEqual({ pathname: '/inbox', search: '' })
  expect(pageOf({ pathname: '/comments/1f0c', search: '?q=mug' })).toEqual({ pathname: '/comments', search: '' })
  expect(pageOf({ pathname: '/calendar', search: '?view=week&at=2026-11-23&post=p&account=a' })).toEqual({ pathname: '/calendar', search: 'view=week&at=2026-11-23' })
})

test('a page of the settings stays what it is', () => {
  expect(pageOf({ pathname: '/settings/team', search: '' })).toEqual({ pathname: '/settings/team', search: '' })
})
