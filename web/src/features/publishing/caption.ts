/** A caption counted as the server counts it, which counts as Meta does, as far as that is known. Pure. */

export const captionLimits = { characters: 2_200, hashtags: 30, mentions: 20 }

/** Marks that begin a word: not the one inside an e-mail address, nor one that stands alone. */
const hashtag = /(?<![\p{L}\p{Nd}_])[#＃](?=[\p{L}\p{Nd}_])/gu
const mention = /(?<![\p{L}\p{Nd}_])[@＠](?=[\p{L}\p{Nd}_])/gu

/** Characters are code points, and a line end is one of them. */
export const captionCount = (text: string) => ({
  characters: [...text.replaceAll('\r\n', '\n')].length,
  hashtags: text.match(hashtag)?.length ?? 0,
  mentions: text.match(mention)?.length ?? 0,
})
