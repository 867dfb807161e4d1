// Makes foreign text safe for a terminal: it can't move the cursor, start a line or change the text direction.

/**
 * Controls, text directions, invisible formatting, lone surrogates, private use and unassigned characters. The group
 * matches what may stay: a joiner (ZWNJ, ZWJ) between two characters that it can join, which scripts and emoji need.
 */
const UNPRINTABLE =
  /((?<=[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d](?=[\p{L}\p{M}\p{Extended_Pictographic}]))|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** Makes a text one line: control characters become their pictures (`␛`), and other unprintable ones `�`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character, joiner: string | undefined) => {
    if (joiner !== undefined) return joiner
    const code = character.codePointAt(0) as number
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}

/** The same, but keeps line feeds and tabs. */
export function printableLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/[^\t\n]+/g, printable)
}
