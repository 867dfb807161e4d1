// Text from elsewhere, made harmless for a terminal: it can't move the cursor, begin a line or turn the reading direction.

/**
 * Controls, text directions, invisible formatting, lone surrogates, private use and unassigned. The group is what may
 * stay: a joiner (ZWNJ, ZWJ) between two characters that it can join, as scripts and emoji need it.
 */
const UNPRINTABLE =
  /((?<=[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d](?=[\p{L}\p{M}\p{Extended_Pictographic}]))|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** A text as one line: each control character as its picture (`␛`), and what else can't be shown as `�`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character, joiner: string | undefined) => {
    if (joiner !== undefined) return joiner
    const code = character.codePointAt(0) as number
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}

/** The same for a text that may have several lines: line feeds and tabs stay. */
export function printableLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/[^\t\n]+/g, printable)
}
