/** What this browser remembers. Storage may be full or forbidden; then it remembers nothing. */
export const storage = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(`ssell.${key}`)
    } catch {
      return null
    }
  },
  set(key: string, value: string) {
    try {
      if (value) localStorage.setItem(`ssell.${key}`, value)
      else localStorage.removeItem(`ssell.${key}`)
    } catch {
      // Nothing depends on it.
    }
  },
}
