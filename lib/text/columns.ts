// The width of printable text in columns of a terminal or a fixed-width font.

/** Wide and full-width blocks of Unicode's East Asian Width, and characters shown as emoji by default. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
/** Combining marks, and the joiners that `printable` keeps. */
const NO_COLUMN = /^[\p{M}\u200c\u200d]$/u
const ASCII = /^[ -~]*$/
const NOT_ASCII = /[^ -~]/gu
/** Turns the preceding character into an emoji, which is wide. */
const EMOJI_VARIATION = '\ufe0f'
/** The most marks on a character. Real scripts use fewer, and a taller stack covers neighbouring lines. */
const MOST_MARKS = 8
/** A text with more UTF-16 units per column consists mostly of marks, and is cut. */
const UNITS_A_COLUMN = 16

/**
 * The width of a printable text in columns. Each part of a joined emoji counts, because not every terminal joins them.
 */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length
  let columns = 0
  let last = 0
  for (const character of text) {
    if (character === EMOJI_VARIATION && last === 1) last = 2
    else if (NO_COLUMN.test(character)) continue
    else {
      columns += last
      last = WIDE.test(character) ? 2 : 1
    }
  }
  return columns + last
}

/**
 * Cuts a printable text to a number of columns, in time linear in that number, and marks the cut with the ellipsis.
 * Drops marks beyond the eighth of a character.
 */
export function fitColumns(text: string, columns: number, ellipsis: string): string {
  const most = Math.max(columns, 0) * UNITS_A_COLUMN
  const whole = text.length <= most
  const characters = charactersOf(whole ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, ''))
  const width = characters.reduce((sum, character) => sum + columnsOf(character), 0)
  if (whole && width <= columns) return characters.join('')
  let left = columns - columnsOf(ellipsis)
  if (left < 0) return ''
  let kept = ''
  for (const character of characters) {
    left -= columnsOf(character)
    if (left < 0) break
    kept += character
  }
  return kept + ellipsis
}

/** Replaces everything except printable ASCII with `?`. */
export function asciiOnly(text: string): string {
  return text.replace(NOT_ASCII, '?')
}

/** Each character together with its first marks and the joiner after it. */
function charactersOf(text: string): string[] {
  const characters: string[] = []
  let marks = 0
  for (const character of text) {
    marks = NO_COLUMN.test(character) ? marks + 1 : 0
    if (marks === 0 || characters.length === 0) characters.push(character)
    else if (marks <= MOST_MARKS) characters[characters.length - 1] += character
  }
  return characters
}
