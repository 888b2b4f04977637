/** What can be told about the fields before the server is asked. Pure. */

/** 0 (very weak) to 4 (strong). A hint, not a rule. */
export function passwordStrength(text: string): number {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(text)).length
  const length = text.length >= 16 ? 2 : text.length >= 11 ? 1 : text.length >= 8 ? 0 : -2
  return Math.max(0, Math.min(4, kinds - 1 + length))
}
