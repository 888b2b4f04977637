/** The server's own rule for a new one: 8 to 100 characters with an upper-case letter, a lower-case letter and a digit. */
export const isPassword = (text: string) => text.length >= 8 && text.length <= 100 && /\p{Lu}/u.test(text) && /\p{Ll}/u.test(text) && /\d/.test(text)
