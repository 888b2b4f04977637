/** Looks like an address; whether mail arrives there is another question. Pure. */
export const isEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())
