import { describe, expect, it } from 'vitest'
import { draftOf, formOf, missing, officeHours } from './draft'

const rule = {
  id: '1', name: 'Away', eventType: 'comment', trigger: 'away', match: 'contains', patterns: [], response: 'Closed.', privately: true, enabled: true, priority: 5, usageCount: 0, lastUsedAt: null,
  hours: { outside: true, spans: [{ days: ['mon', 'tue'] as ('mon' | 'tue')[], from: '09:00:00', to: '18:00:00' }] },
}

describe('a rule in the form', () => {
  it('comes back as it was', () => {
    const draft = draftOf(formOf(rule))
    expect(draft).toMatchObject({ name: 'Away', eventType: 'comment', privately: true, hours: { outside: true, spans: [{ days: ['mon', 'tue'], from: '09:00', to: '18:00' }] } })
  })

  it('has no hours when it always applies, and answers messages where they are', () => {
    const form = { ...formOf(rule), when: 'always' as const, eventType: 'message' as const }
    expect(draftOf(form)).toMatchObject({ hours: null, privately: false })
  })

  it('names what is missing', () => {
    const form = { ...formOf(null), name: 'Price', response: '20' }
    expect(missing(form)).toBe('patterns')
    expect(missing({ ...form, patterns: ['price'] })).toBeNull()
    expect(missing({ ...form, trigger: 'away' })).toBe('hours')
    expect(missing({ ...form, trigger: 'away', when: 'outside', spans: [officeHours()] })).toBeNull()
    expect(missing({ ...form, trigger: 'away', when: 'outside', spans: [{ ...officeHours(), days: [] }] })).toBe('hours')
  })
})
