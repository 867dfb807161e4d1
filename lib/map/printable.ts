/** Text from elsewhere made harmless, and its width in columns of a terminal or a fixed-width font. */

/** Controls, text directions, invisible formatting, lone surrogates, private use and unassigned. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu
const NOT_ASCII = /[^ -~]/gu
/** Wide and full-width blocks of Unicode's East Asian Width, and what is shown as an emoji by default. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const COMBINING = /^\p{M}$/u

/** Shows each control character as its picture (`␛`), and what else can't be shown as `�`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) as number
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}

/** Shows everything but printable ASCII as `?`. */
export function asciiOnly(text: string): string {
  return text.replace(NOT_ASCII, '?')
}

/** Number of columns of a printable text. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += columnsOfCharacter(character)
  return columns
}

/** Cuts a printable text to a number of columns; a cut is marked by the ellipsis. */
export function fitColumns(text: string, columns: number, ellipsis: string): string {
  if (columnsOf(text) <= columns) return text
  let left = columns - columnsOf(ellipsis)
  if (left < 0) return ''
  let kept = ''
  for (const character of text) {
    left -= columnsOfCharacter(character)
    if (left < 0) break
    kept += character
  }
  return kept + ellipsis
}

function columnsOfCharacter(character: string): number {
  if (COMBINING.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
