const encoder = new TextEncoder()

/** Meta counts a message's length in bytes of UTF-8. */
export const utf8Bytes = (text: string) => encoder.encode(text).length

/** Hashtags as Instagram counts them: a # before a letter, digit or underscore, and not inside a word. */
export const hashtagCount = (text: string) => [...text.matchAll(/(?<![\p{L}\p{N}])#(?=[\p{L}\p{N}_])/gu)].length
