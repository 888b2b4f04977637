const planned = new Set<string>()

/** Runs once, two seconds from the first of any number of calls with the same key: a burst asks the server once. */
export function soon(key: string, run: () => void) {
  if (planned.has(key)) return
  planned.add(key)
  setTimeout(() => {
    planned.delete(key)
    run()
  }, 2_000)
}
