/** Lines of text, fast. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' escapes are what it removes
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g

/** Calls `visit` with each line, without its end, and its number from 1. Lines end with LF, CR LF or CR CR LF. */
export function eachLine(text: string, visit: (line: string, number: number) => void): void {
  let number = 1
  for (let start = 0; start < text.length; number++) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    visit(cut(text, start, end), number)
    start = end + 1
  }
}

/** Calls `visit` with the lines in which the global `pattern` matches, and their numbers from 1. */
export function eachMatchingLine(text: string, pattern: RegExp, visit: (line: string, number: number) => void): void {
  let number = 1
  let start = 0
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    let feed = text.indexOf('\n', start)
    while (feed >= 0 && feed < match.index) {
      number++
      start = feed + 1
      feed = text.indexOf('\n', start)
    }
    const end = feed < 0 ? text.length : feed
    visit(cut(text, start, end), number)
    if (feed < 0) return
    number++
    start = end + 1
    pattern.lastIndex = start
  }
}

function cut(text: string, start: number, end: number): string {
  let last = end
  while (last > start && text.charCodeAt(last - 1) === 0x0d) last--
  const line = text.slice(start, last)
  return line.includes('\u001b') ? line.replace(ESCAPES, '') : line
}

const HIGH = 2n ** 32n

/** The value of up to 16 hex digits. */
export function hex(digits: string): bigint {
  if (digits.length <= 13) return BigInt(Number.parseInt(digits, 16))
  if (digits.length > 16) return BigInt.asUintN(64, BigInt(`0x${digits}`))
  const high = Number.parseInt(digits.slice(0, -8), 16)
  const low = Number.parseInt(digits.slice(-8), 16)
  return high === 0 ? BigInt(low) : BigInt(high) * HIGH + BigInt(low)
}
