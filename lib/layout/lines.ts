/** Splits text into lines quickly. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' escapes are what it removes
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g

const HIGH = 2n ** 32n

/**
 * Calls `visit` with each line, without its line ending, and its number from 1. Lines end with LF, CR LF or CR CR LF.
 */
export function eachLine(text: string, visit: (line: string, number: number) => void): void {
  let number = 1
  for (let start = 0; start < text.length; number++) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    visit(cut(text, start, end), number)
    start = end + 1
  }
}

/** Calls `visit` with the start and end of each line, without its line ending. Removes terminal escapes first. */
export function eachLineAt(text: string, visit: (start: number, end: number, number: number) => void): void {
  let number = 1
  for (let start = 0; start < text.length; number++) {
    const feed = text.indexOf('\n', start)
    let end = feed < 0 ? text.length : feed
    const next = end + 1
    while (end > start && text.charCodeAt(end - 1) === 0x0d) end--
    visit(start, end, number)
    start = next
  }
}

/** Removes terminal escapes. */
export function withoutEscapes(text: string): string {
  return text.includes('\u001b') ? text.replace(ESCAPES, '') : text
}

/** The value of a hex digit; -1 for any other character. */
export function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1
}

/** Where the hex digits that start at `at` end. */
export function endOfHex(text: string, at: number, end: number): number {
  let past = at
  while (past < end && digitOf(text.charCodeAt(past)) >= 0) past++
  return past
}

/** The value of the hex digits between two places, at most 16. */
export function hexAt(text: string, start: number, end: number): bigint {
  let [high, low] = [0, 0]
  for (let at = start; at < end; at++) {
    if (at < end - 8) high = high * 16 + digitOf(text.charCodeAt(at))
    else low = low * 16 + digitOf(text.charCodeAt(at))
  }
  if (high === 0) return BigInt(low)
  return high < 0x20_0000 ? BigInt(high * 4_294_967_296 + low) : BigInt(high) * HIGH + BigInt(low)
}

/**
 * Calls `visit` for each line that the global `pattern` matches: its start and end, its number from 1, and the index of
 * the last character of the first match. Removes terminal escapes first.
 */
export function eachMatchingLineAt(
  text: string,
  pattern: RegExp,
  visit: (start: number, end: number, number: number, match: number) => void,
): void {
  let number = 1
  let start = 0
  pattern.lastIndex = 0
  while (pattern.test(text)) {
    const match = pattern.lastIndex - 1
    let feed = text.indexOf('\n', start)
    while (feed >= 0 && feed < match) {
      number++
      start = feed + 1
      feed = text.indexOf('\n', start)
    }
    let end = feed < 0 ? text.length : feed
    while (end > start && text.charCodeAt(end - 1) === 0x0d) end--
    visit(start, end, number, match)
    if (feed < 0) return
    number++
    start = feed + 1
    pattern.lastIndex = start
  }
}

function cut(text: string, start: number, end: number): string {
  let last = end
  while (last > start && text.charCodeAt(last - 1) === 0x0d) last--
  const line = text.slice(start, last)
  return line.includes('\u001b') ? line.replace(ESCAPES, '') : line
}

/** The value of up to 16 hex digits. */
export function hex(digits: string): bigint {
  if (digits.length <= 13) return BigInt(Number.parseInt(digits, 16))
  if (digits.length > 16) return BigInt.asUintN(64, BigInt(`0x${digits}`))
  const high = Number.parseInt(digits.slice(0, -8), 16)
  const low = Number.parseInt(digits.slice(-8), 16)
  return high === 0 ? BigInt(low) : BigInt(high) * HIGH + BigInt(low)
}
