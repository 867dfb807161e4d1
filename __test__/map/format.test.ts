import test from 'ava'
import fc from 'fast-check'
import { formatShare } from '../../lib/map/format.ts'
import { formatAddress, formatSize } from '../../lib/map/index.ts'
import { runsOr } from '../support/runs.ts'
import { bytesOf } from './sources.ts'

const KIB = 1n << 10n
const MIB = 1n << 20n
const GIB = 1n << 30n
const EIB = 1n << 60n

const SIZES: readonly [bytes: bigint, text: string][] = [
  [0n, '0 B'],
  [1n, '1 B'],
  [1023n, '1023 B'],
  [KIB, '1 KiB'],
  [KIB + 256n, '1.25 KiB'],
  [KIB + 512n, '1.5 KiB'],
  [KIB + 1n, '1 KiB + 1 B'],
  [4096n, '4 KiB'],
  [768n * MIB, '768 MiB'],
  [1004n * MIB, '1004 MiB'],
  [GIB - 4n * KIB, '1 GiB − 4 KiB'],
  [GIB - 64n * MIB, '960 MiB'],
  [2n * GIB - 128n * MIB, '1 GiB + 896 MiB'],
  [2n * GIB - 64n * MIB, '2 GiB − 64 MiB'],
  [MIB + 64n * KIB, '1 MiB + 64 KiB'],
  [MIB + 1536n, '1 MiB + 1.5 KiB'],
  [8n * EIB - GIB - 64n * KIB, '8 EiB − 1 GiB − 64 KiB'],
  [8n * EIB - GIB + 4n * KIB, '8 EiB − 1 GiB + 4 KiB'],
  [291n * MIB + 345n * KIB + 632n, '291 MiB + 345 KiB + 632 B'],
  [GIB + 3n * MIB + 5n * KIB + 7n, '1.00 GiB (1076892679 B)'],
  [70_083_950_144_512n, '63.74 TiB (70083950144512 B)'],
  [72_639_021_379n, '67.65 GiB (72639021379 B)'],
  [2n ** 64n - 1n, '16 EiB − 1 B'],
  [2n ** 64n, '16 EiB'],
  [5000n * EIB, '5000 EiB'],
]

for (const [bytes, text] of SIZES) {
  test(`${bytes} bytes are ${text}`, (t) => {
    t.is(formatSize(bytes), text)
    t.is(formatSize(bytes, { ascii: true }), text.replaceAll('−', '-'))
    t.is(bytesOf(text), bytes, 'the expectation itself')
  })
}

test('a size is always exact, and ASCII on request', (t) => {
  const sizes = fc.oneof(
    fc.bigInt(0n, 2n ** 65n),
    fc.nat(64).map((exponent) => 2n ** BigInt(exponent) - 1n),
  )
  const exact = fc.property(sizes, (bytes) => {
    t.is(bytesOf(formatSize(bytes)), bytes)
    t.is(bytesOf(formatSize(bytes, { ascii: true })), bytes)
    t.regex(formatSize(bytes, { ascii: true }), /^[ -~]+$/)
    t.true(formatSize(bytes).length <= 36)
  })
  fc.assert(exact, { numRuns: runsOr(1000) })
  t.pass()
})

test('an address is hex with 0x, padded on request', (t) => {
  t.is(formatAddress(0n), '0x0')
  t.is(formatAddress(0xc0000000n), '0xc0000000')
  t.is(formatAddress(0x1000n, 8), '0x00001000')
  t.is(formatAddress(2n ** 64n - 1n, 4), '0xffffffffffffffff')
})

test('a share reads as 0 % or 100 % only if it is exact', (t) => {
  t.is(formatShare(0n, 10n), '0 %')
  t.is(formatShare(0n, 0n), '0 %')
  t.is(formatShare(10n, 10n), '100 %')
  t.is(formatShare(1n, 2n), '50.0 %')
  t.is(formatShare(1n, 3n), '33.3 %')
  t.is(formatShare(2n, 3n), '66.7 %')
  t.is(formatShare(1n, 16n), '6.3 %')
  t.is(formatShare(1n, 2n ** 64n), '<0.1 %')
  t.is(formatShare(2n ** 64n - 1n, 2n ** 64n), '>99.9 %')
})

for (const [name, call, received] of [
  ['bytes', () => formatSize(4096 as never), '4096'],
  ['bytes', () => formatSize(undefined as never), 'undefined'],
  ['address', () => formatAddress('0x1000' as never), 'type string ("0x1000")'],
] as const) {
  test(`${name}: refuses ${received}`, (t) => {
    const message = `The "${name}" argument must be a bigint. Received ${received}`
    t.throws(call, { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message })
  })
}

for (const [name, format] of [
  ['bytes', formatSize],
  ['address', formatAddress],
] as const) {
  test(`${name}: refuses a negative number`, (t) => {
    const message = `The "${name}" argument must be from 0n to 2n ** 128n - 1n. Received -1n`
    t.throws(() => format(-1n), { instanceOf: RangeError, code: 'ERR_OUT_OF_RANGE', message })
  })
}

test('a number whose digits would take seconds is refused; one that a sum of u64 values can reach is not', (t) => {
  for (const format of [formatSize, formatAddress]) {
    t.notThrows(() => format(2n ** 128n - 1n))
    for (const number of [2n ** 128n, 2n ** (2n ** 22n)]) {
      t.throws(() => format(number), { instanceOf: RangeError, code: 'ERR_OUT_OF_RANGE' })
    }
  }
})

test('digits and options are checked', (t) => {
  t.is(formatAddress(1n, 32).length, 34)
  for (const digits of [-1, 33, 1.5, Number.NaN, 2 ** 31]) {
    t.throws(() => formatAddress(0n, digits), { instanceOf: RangeError, code: 'ERR_OUT_OF_RANGE' })
  }
  for (const digits of ['4', null, {}, 4n, Symbol('4')]) {
    t.throws(() => formatAddress(0n, digits as never), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
  }
  for (const options of [null, 'ascii', []]) {
    t.throws(() => formatSize(0n, options as never), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
  }
})
