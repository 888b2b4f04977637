/** What is running; true once it has been asked for again meanwhile, so that its answer may tell of the time before. */
const running = new Map<string, boolean>()

/** Runs `ask`, one at a time for a name. Asked for while it runs, it runs once more afterwards. */
export async function latest(name: string, ask: () => Promise<void>): Promise<void> {
  if (running.has(name)) return void running.set(name, true)
  try {
    do {
      running.set(name, false)
      await ask()
    } while (running.get(name))
  } finally {
    running.delete(name)
  }
}
