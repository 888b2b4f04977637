/** Storage may be full or forbidden; then nothing is remembered. */
const within = (place: () => Storage) => ({
  get(key: string): string | null {
    try {
      return place().getItem(`ssell.${key}`)
    } catch {
      return null
    }
  },
  set(key: string, value: string) {
    try {
      if (value) place().setItem(`ssell.${key}`, value)
      else place().removeItem(`ssell.${key}`)
    } catch {
      // Nothing depends on it.
    }
  },
})

/** What this browser remembers. */
export const storage = within(() => localStorage)

/** What this tab remembers until it is closed. */
export const tabStorage = within(() => sessionStorage)
