/** What is running; true once it has been asked for again meanwhile, so that its answer may tell of the time before. */
const running = new Map<string, boolean>()

const pause = 500

/** Runs `ask`, one at a time for a name. Asked for while it runs, it runs once more half a second later: a burst is asked for once. */
export async function latest(name: string, ask: () => Promise<void>): Promise<void> {
  if (running.has(name)) return void running.set(name, true)
  running.set(name, false)
  try {
    await ask()
    while (running.get(name)) {
      await new Promise((rested) => setTimeout(rested, pause))
      running.set(name, false)
      await ask()
    }
  } finally {
    running.delete(name)
  }
}
