import { describe, expect, it } from 'vitest'
import { snippet, toPieces } from './snippet'

const show = (pieces: { text: string; marked: boolean }[]) => pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('')

describe('a text that was found', () => {
  it('is marked where the words stand', () => {
    expect(show(toPieces('Azul ou verde?', [{ start: 0, length: 4 }, { start: 8, length: 5 }]))).toBe('[Azul] ou [verde]?')
    expect(toPieces('', [])).toEqual([])
  })

  it('counts as strings do, so that a mark behind an emoji is right', () => {
    expect(show(toPieces('🙂 azul', [{ start: 3, length: 4 }]))).toBe('🙂 [azul]')
  })

  it('is shown whole when it is short', () => {
    expect(show(snippet('Tem azul?', [{ start: 4, length: 4 }]))).toBe('Tem [azul]?')
  })

  it('is cut around the first mark when it is long', () => {
    const text = `${'antes '.repeat(40)}azul ${'depois '.repeat(40)}`
    const shown = show(snippet(text, [{ start: text.indexOf('azul'), length: 4 }]))

    expect(shown).toMatch(/^…antes .*\[azul\] depois .*…$/)
    expect(shown.length).toBeLessThan(150)
  })

  it('is cut also where it has no spaces', () => {
    const text = `${'x'.repeat(500)}azul`

    expect(show(snippet(text, [{ start: 500, length: 4 }]))).toBe(`…${'x'.repeat(30)}[azul]`)
  })
})
