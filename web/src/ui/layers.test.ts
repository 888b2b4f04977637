import { expect, test, vi } from 'vitest'
import { addLayer, topLayer } from './layers'

test('the key press that closes a layer finds it on top until it is over', () => {
  vi.useFakeTimers()
  const closeEditor = addLayer('editor')
  const closePicker = addLayer('picker')

  closePicker()
  expect(topLayer()).toBe('picker')
  vi.runAllTimers()
  expect(topLayer()).toBe('editor')

  closeEditor()
  vi.runAllTimers()
  expect(topLayer()).toBeUndefined()
  vi.useRealTimers()
})

test('a layer that is opened again stays when its earlier self goes', () => {
  vi.useFakeTimers()
  const close = addLayer('editor')
  close()
  const again = addLayer('editor')
  vi.runAllTimers()

  expect(topLayer()).toBe('editor')
  again()
  vi.runAllTimers()
  vi.useRealTimers()
})
