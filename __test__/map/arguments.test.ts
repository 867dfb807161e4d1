import test from 'ava'
import { type MapOptions, renderMap } from '../../lib/map/index.ts'
import { pages, space } from './sources.ts'

const layout = pages(0x1000n, 1, -1)

const OPTIONS: readonly [options: unknown, message: string][] = [
  [null, 'The "options" argument must be an object. Received null'],
  [[], 'The "options" argument must be an object. Received an instance of Array'],
  ['svg', 'The "options" argument must be an object. Received type string ("svg")'],
  [{ format: 'png' }, `The "format" argument must be one of 'text', 'svg'. Received type string ("png")`],
  [{ width: '80' }, 'The "width" argument must be a number. Received type string ("80")'],
  [{ width: null }, 'The "width" argument must be a number. Received null'],
  [{ width: 80n }, 'The "width" argument must be a number. Received 80n'],
  [{ ascii: 1 }, 'The "ascii" argument must be one of true, false. Received 1'],
  [{ color: 'always' }, `The "color" argument must be one of 'auto', true, false. Received type string ("always")`],
  [{ title: 5 }, 'The "title" argument must be a string. Received 5'],
  [{ labels: { '0x1000': 'x' } }, 'The "labels" argument must be a function or a Map. Received an object'],
  [{ labels: () => 5 }, 'The "labels" argument must be a source of strings. Received 5'],
  [
    { labels: new Map([[0x1000n, Symbol('x')]]) },
    'The "labels" argument must be a source of strings. Received type symbol',
  ],
]

for (const [options, message] of OPTIONS) {
  test(`refuses options: ${message}`, (t) => {
    t.throws(() => renderMap(layout, options as MapOptions), {
      instanceOf: TypeError,
      code: 'ERR_INVALID_ARG_TYPE',
      message,
    })
  })
}

for (const [format, least, most] of [
  ['text', 40, 1000],
  ['svg', 480, 10_000],
] as const) {
  for (const width of [least - 1, most + 1, least + 0.5, 0, -80, Number.NaN, Number.POSITIVE_INFINITY]) {
    test(`refuses a width of ${width} for ${format}`, (t) => {
      const message = `The "width" argument must be an integer from ${least} to ${most}. Received ${width}`
      t.throws(() => renderMap(layout, { format, width }), {
        instanceOf: RangeError,
        code: 'ERR_OUT_OF_RANGE',
        message,
      })
    })
  }
  test(`accepts both limits of the width for ${format}`, (t) => {
    for (const width of [least, most]) t.notThrows(() => renderMap(layout, { format, width }))
  })
}

const range = { start: 0n, end: 1n, state: 'free' } as const

const LAYOUTS: readonly [layout: unknown, message: string][] = [
  [
    undefined,
    'The "layout" argument must be an object with a ranges() or an allocatedRuns() method. Received undefined',
  ],
  [null, 'The "layout" argument must be an object with a ranges() or an allocatedRuns() method. Received null'],
  [
    [],
    'The "layout" argument must be an object with a ranges() or an allocatedRuns() method. Received an instance of Array',
  ],
  [
    { base: '0', end: 1n, ranges: () => [] },
    'The "layout.base" argument must be a bigint or a number. Received type string ("0")',
  ],
  [{ base: 0n, ranges: () => [] }, 'The "layout.end" argument must be a bigint or a number. Received undefined'],
  [
    { base: 0n, end: 1n, ranges: () => [{ ...range, start: null }] },
    'The "layout.ranges().start" argument must be a bigint or a number. Received null',
  ],
  [
    { base: 0n, end: 1n, ranges: () => [{ ...range, state: 'Free' }] },
    `The "layout.ranges().state" argument must be one of 'allocated', 'free'. Received type string ("Free")`,
  ],
  [{ base: 0n, end: 1, allocatedRuns: () => [] }, 'The "layout.base" argument must be a number. Received 0n'],
]

for (const [source, message] of LAYOUTS) {
  test(`refuses a layout: ${message}`, (t) => {
    t.throws(() => renderMap(source as never), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE', message })
  })
}

const BAD_RANGES: readonly [name: string, layout: unknown, message: RegExp][] = [
  ['an address beyond u64', space(0n, 2n ** 64n, []), /^The "layout\.end" argument must be from 0n to/],
  [
    'a reversed space',
    space(2n, 1n, []),
    /^The "layout\.end" argument must be at least layout\.base \(0x2\)\. Received 1n$/,
  ],
  [
    'a reversed range',
    { base: 0n, end: 9n, ranges: () => [{ start: 5n, end: 4n, state: 'free' }] },
    /disjoint ranges in ascending order, which \[0x5, 0x4\] breaks/,
  ],
  [
    'ranges that share an address',
    space(0n, 9n, [
      [0n, 5n, 'free'],
      [4n, 2n, 'allocated'],
    ]),
    /which \[0x4, 0x5\] breaks/,
  ],
  [
    'ranges out of order',
    space(0n, 9n, [
      [5n, 1n, 'free'],
      [1n, 1n, 'allocated'],
    ]),
    /which \[0x1, 0x1\] breaks/,
  ],
  [
    'an id beyond u32',
    { base: 0, end: 2 ** 32, allocatedRuns: () => [] },
    /^The "layout\.end" argument must be an integer from 0 to 4294967295/,
  ],
]

for (const [name, source, message] of BAD_RANGES) {
  test(`refuses ${name}`, (t) => {
    t.throws(() => renderMap(source as never), { instanceOf: RangeError, code: 'ERR_OUT_OF_RANGE', message })
  })
}

test('an option that is undefined counts as absent', (t) => {
  const none = {
    format: undefined,
    width: undefined,
    ascii: undefined,
    color: undefined,
    title: undefined,
    labels: undefined,
  }
  t.is(renderMap(layout, none), renderMap(layout))
})
