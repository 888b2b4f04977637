import { expect, test } from 'vitest'
import { policyUrl } from './policies'

test('a policy stands where the operator says, in the language of the reader, or on our own page', () => {
  expect(policyUrl('terms', { version: '2', url: 'https://shop.example/{language}/terms?l={language}' }, 'pt')).toBe('https://shop.example/pt/terms?l=pt')
  expect(policyUrl('privacy', { version: '2', url: null }, 'es')).toBe('/privacy')
  expect(policyUrl('privacy', undefined, 'es')).toBe('/privacy')
})
