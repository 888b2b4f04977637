import { expect, test, vi } from 'vitest'
import { latest } from './latest'

test('what happens while an answer is on its way makes it be asked for once more', async () => {
  vi.useFakeTimers()
  let state = 'before'
  const seen: string[] = []
  const answers: (() => void)[] = []
  const ask = () => new Promise<void>((resolve) => {
    const read = state
    answers.push(() => { seen.push(read); resolve() })
  })

  const done = latest('conversation', ask)
  state = 'after'
  void latest('conversation', ask)
  void latest('conversation', ask)
  answers.shift()?.()
  await vi.advanceTimersByTimeAsync(499)
  expect(answers).toHaveLength(0)
  state = 'later still'
  void latest('conversation', ask)
  await vi.advanceTimersByTimeAsync(1)
  answers.shift()?.()
  await done
  vi.useRealTimers()

  expect(seen).toEqual(['before', 'later still'])
})

test('one that failed can be asked for again', async () => {
  await expect(latest('post', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(latest('post', () => Promise.resolve())).resolves.toBeUndefined()
})
