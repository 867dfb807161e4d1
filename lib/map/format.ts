import { outOfRange, readOptionsOf, wrongType } from '../argument.ts'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const
const QUARTERS = ['', '.25', '.5', '.75'] as const
const LARGEST_UNIT = BigInt(UNITS.length - 1)
/** The most terms of a sum: longer ones are harder to read than a rounded size. */
const MOST_TERMS = 3
/** Higher than any sum of u64 values. A limit, because writing millions of digits would take seconds. */
const LIMIT = 2n ** 128n
const MOST_DIGITS = 32

/** Options of {@link formatSize}. */
export interface FormatSizeOptions {
  /** Write the minus sign as `-` instead of `−` (U+2212). Default: `false`. */
  readonly ascii?: boolean | undefined
}

/**
 * Writes a size in binary units, always exact:
 *
 * 1. in the largest unit that isn't larger than the size, if it is a whole number of quarters: `768 MiB`, `1.25 GiB`;
 * 2. else, if it is at most a sixteenth of a unit below a whole number, as a difference: `1 GiB − 4 KiB`;
 * 3. else as whole units plus the rest: `1 MiB + 64 KiB`;
 * 4. rounded down to hundredths of the unit, followed by the bytes, if rules 2 and 3 would give more than three terms:
 *    `67.65 GiB (72639021379 B)`.
 *
 * @example
 * ```ts
 * formatSize(768n << 20n) // '768 MiB'
 * formatSize((1n << 30n) - 4096n) // '1 GiB − 4 KiB'
 * ```
 * @param bytes a size in bytes, below 2¹²⁸; `2n ** 64n`, all of `u64`, is `16 EiB`
 * @param options the format
 * @throws TypeError `ERR_INVALID_ARG_TYPE` unless `bytes` is a `bigint` and `options` an object of known options,
 *   RangeError `ERR_OUT_OF_RANGE` if `bytes` is negative or too large
 */
export function formatSize(bytes: bigint, options: FormatSizeOptions = {}): string {
  requireCount('bytes', bytes)
  const ascii = readOptionsOf(options, ['ascii']).ascii === true
  const terms = termsOf(bytes)
  if (terms.length > MOST_TERMS) return `${inHundredths(bytes)} (${bytes} B)`
  const minus = ascii ? '-' : '−'
  const [first, ...rest] = terms.map((term) => inUnits(term < 0n ? -term : term))
  return rest.reduce<string>(
    (sum, term, at) => `${sum} ${(terms[at + 1] as bigint) < 0n ? minus : '+'} ${term}`,
    `${first}`,
  )
}

/**
 * Writes an address in hex with `0x`: `0xc0000000`.
 *
 * @example
 * ```ts
 * formatAddress(0xc000n, 8) // '0x0000c000'
 * ```
 * @param address an address, below 2¹²⁸
 * @param digits pad with zeros to this many hex digits, 0 to 32; default: no padding
 * @throws TypeError `ERR_INVALID_ARG_TYPE` unless `address` is a `bigint` and `digits` a number, RangeError
 *   `ERR_OUT_OF_RANGE` if one of them is out of range
 */
export function formatAddress(address: bigint, digits = 1): string {
  requireCount('address', address)
  requireDigits(digits)
  return `0x${address.toString(16).padStart(digits, '0')}`
}

/**
 * Writes `part ÷ whole` as a percentage with one decimal. A share that isn't exactly 0 % or 100 % is never rounded to
 * it: it is `<0.1 %` or `>99.9 %`. If `whole` is 0, the result is `0 %`.
 */
export function formatShare(part: bigint, whole: bigint): string {
  if (part === 0n || whole === 0n) return '0 %'
  if (part === whole) return '100 %'
  const tenths = (part * 2000n + whole) / (whole * 2n)
  if (tenths === 0n) return '<0.1 %'
  if (tenths === 1000n) return '>99.9 %'
  return `${tenths / 10n}.${tenths % 10n} %`
}

/** The signed sizes that add up to the size, each in whole units or quarters. */
function termsOf(bytes: bigint): bigint[] {
  const one = 1n << (unitOf(bytes) * 10n)
  const rest = bytes % one
  if ((rest * 4n) % one === 0n) return [bytes]
  const missing = one - rest
  if (missing * 16n <= one) return [bytes + missing, ...termsOf(missing).map((term) => -term)]
  return [bytes - rest, ...termsOf(rest)]
}

function inUnits(bytes: bigint): string {
  const unit = unitOf(bytes)
  const quarters = (bytes * 4n) >> (unit * 10n)
  return `${quarters / 4n}${QUARTERS[Number(quarters % 4n)]} ${UNITS[Number(unit)]}`
}

/** Writes a size in its unit with two decimals, rounded down. */
function inHundredths(bytes: bigint): string {
  const unit = unitOf(bytes)
  const hundredths = (bytes * 100n) >> (unit * 10n)
  return `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')} ${UNITS[Number(unit)]}`
}

/** The largest unit, as a power of 1024, that isn't larger than the size. */
function unitOf(bytes: bigint): bigint {
  const power = BigInt(Math.floor((bytes.toString(2).length - 1) / 10))
  return power < LARGEST_UNIT ? power : LARGEST_UNIT
}

function requireCount(name: string, value: unknown): void {
  if (typeof value !== 'bigint') throw wrongType(name, 'a bigint', value)
  if (value < 0n || value >= LIMIT) throw outOfRange(name, 'from 0n to 2n ** 128n - 1n', value)
}

function requireDigits(value: unknown): void {
  if (typeof value !== 'number') throw wrongType('digits', 'a number', value)
  if (!Number.isInteger(value) || value < 0 || value > MOST_DIGITS) {
    throw outOfRange('digits', `an integer from 0 to ${MOST_DIGITS}`, value)
  }
}
