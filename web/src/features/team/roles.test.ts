import { describe, expect, it } from 'vitest'
import { givenBy, mayBeRestricted, mayChange, roles } from './roles'

describe('roles', () => {
  it('gives nobody a role above their own, and makes no owners', () => {
    expect(givenBy('owner')).toEqual(['admin', 'publisher', 'agent', 'analyst', 'viewer'])
    expect(givenBy('publisher')).toEqual(['publisher', 'agent', 'analyst', 'viewer'])
    expect(givenBy('king')).toEqual([])
  })

  it('leaves alone who stands above', () => {
    expect(mayChange('admin', 'owner')).toBe(false)
    expect(mayChange('admin', 'admin')).toBe(true)
    expect(mayChange('owner', 'owner')).toBe(false)
    expect(mayChange('king', 'viewer')).toBe(false)
  })

  it('restricts only who does not run the workspace', () => {
    expect(roles.filter(mayBeRestricted)).toEqual(['publisher', 'agent', 'analyst', 'viewer'])
  })
})
