// Spaces to draw, and the content of a map, read back from its text.
import fc from 'fast-check'
import type { AddressMapSource, MapRange } from '../../lib/map/index.ts'

/** A range as a tuple: first address, size in bytes, state. */
export type Piece = readonly [start: bigint, size: bigint, state: MapRange['state']]

/** A space with exactly these ranges. */
export function space(base: bigint, end: bigint, pieces: readonly Piece[]): AddressMapSource & { list: MapRange[] } {
  const list = pieces.map(([start, size, state]) => ({ start, end: start + size - 1n, state }))
  return { base, end, list, ranges: () => list }
}

/** A space of whole pages from `base`: the number of pages of each range, negative for a free one. */
export function pages(base: bigint, ...counts: readonly number[]) {
  let start = base
  const pieces = counts.map((count): Piece => {
    const piece: Piece = [start, BigInt(Math.abs(count)) * 0x1000n, count < 0 ? 'free' : 'allocated']
    start += piece[1]
    return piece
  })
  return space(base, start - 1n, pieces)
}

const sizes = fc.oneof(
  fc.integer({ min: 0, max: 50 }).map((exponent) => 1n << BigInt(exponent)),
  fc.integer({ min: 0, max: 50 }).chain((exponent) => fc.bigInt(1n, 1n << BigInt(exponent))),
)

const steps = fc.array(
  fc.record({
    size: sizes,
    state: fc.constantFrom('allocated', 'allocated', 'free', 'lost'),
    times: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 9 }) }),
    gap: fc.oneof(fc.constant(0n), sizes),
  }),
  { minLength: 1, maxLength: 60 },
)

/** Spaces anywhere in u64, with runs of equal ranges, unmerged free neighbours (D4) and lost addresses (D3). */
export const spaces = fc
  .tuple(fc.oneof(fc.constant(0n), fc.bigInt(0n, 1n << 40n), fc.bigInt(0n, 1n << 63n)), steps)
  .map(([base, list]) => {
    const pieces: Piece[] = []
    let next = base
    for (const { size, state, times, gap } of list) {
      for (let time = 0; time < times; time++) {
        if (state !== 'lost') pieces.push([next, size, state])
        next += size
        if (gap === 0n || state !== 'allocated') continue
        pieces.push([next, gap, 'free'])
        next += gap
      }
    }
    return space(base, next - 1n, pieces)
  })
  .filter((made) => made.end < 1n << 64n)

/** Labels that try to break out of their context. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  ']]>',
  '<![CDATA[',
  '-->',
  '</text></svg>',
  '&amp; &#0; &lt;',
  `"'><g onload="x"`,
  'line\nbreak\r\ttab',
  '\u0000\u0001\u001b[31mred\u001b]0;title\u0007',
  '\u007f\u0085\u009b31m',
  '\u202egnp.exe\u2066',
  '\ud800 \udfff \ufffe \uffff',
  '\u{1f600}\u{1f469}\u200d\u{1f4bb} 漢字かな 한국어',
  'e\u0301'.repeat(30),
  'x'.repeat(5000),
]

export const hostileLabels = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }))

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** Parses a size in binary units, using only the meaning of the units. */
export function bytesOf(text: string): bigint {
  const exact = /^\d+\.\d\d \w+ \((\d+) B\)$/.exec(text)?.[1]
  if (exact !== undefined) return BigInt(exact)
  const terms = [...text.matchAll(/([+−-]?) ?(\d+)(\.\d+)? (\w+)/g)]
  if (terms.length === 0) throw new Error(`no size: ${text}`)
  return terms.reduce((sum, [, sign, whole = '', fraction = '.0', unit = '']) => {
    const one = 1024n ** BigInt(UNITS.indexOf(unit))
    const decimals = fraction.slice(1)
    const bytes = BigInt(whole) * one + (BigInt(decimals) * one) / 10n ** BigInt(decimals.length)
    return sign === '' || sign === '+' ? sum + bytes : sum - bytes
  }, 0n)
}

/** A range that a map lists. */
export interface ListedRange {
  readonly start: bigint
  readonly end: bigint
  readonly state: string
}

/** The ranges in a row: one, or those of a fold such as `32 × 4 KiB` or `4 × 4 KiB … every 8 KiB`. */
export function unfold(start: bigint, end: bigint, size: string, state: string, note: string): ListedRange[] {
  const [, count = '1', sum, each = ''] = /^(?:(\d+) [×x] )?(?:\((.*)\)|(.*))$/.exec(size) ?? []
  const bytes = bytesOf(sum ?? each)
  const stride = /every (.*)$/.exec(note)?.[1]
  const step = stride === undefined ? bytes : bytesOf(stride)
  const ranges = Array.from({ length: Number(count) }, (_, at) => start + BigInt(at) * step)
  if (end !== (ranges.at(-1) as bigint) + bytes - 1n)
    throw new Error(`a row contradicts itself: ${start} ${end} ${size}`)
  return ranges.map((first) => ({ start: first, end: first + bytes - 1n, state }))
}

/** The table of a text map without labels, unfolded; the map must be wide enough for one line per row. */
export function readTable(text: string): ListedRange[] {
  const row = /^(0x[\da-f]+) [–-] (0x[\da-f]+) +(\S.*?) {2}(allocated|free|lost)(?:, outside)?(.*)$/gm
  return [...text.matchAll(row)].flatMap(([, start = '', end = '', size = '', state = '', note = '']) =>
    unfold(BigInt(start), BigInt(end), size, state, note),
  )
}

/** Ranges as a map lists them: free ranges inside a fold are implied by its stride. */
export function withoutFolded(ranges: readonly ListedRange[], shown: readonly ListedRange[]): ListedRange[] {
  const starts = new Set(shown.map((range) => range.start))
  return ranges.filter((range) => range.state !== 'free' || starts.has(range.start))
}

/** The ranges of a space, including lost addresses, using only the meaning of `ranges()`. */
export function expectedRanges(source: { base: bigint; end: bigint; list: readonly MapRange[] }): ListedRange[] {
  const expected: ListedRange[] = []
  let next = source.base
  for (const range of source.list) {
    if (range.start > next) expected.push({ start: next, end: range.start - 1n, state: 'lost' })
    expected.push(range)
    next = range.end + 1n
  }
  if (next <= source.end) expected.push({ start: next, end: source.end, state: 'lost' })
  return expected
}
