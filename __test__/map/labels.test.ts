import { runInNewContext } from 'node:vm'
import test from 'ava'
import { type MapLabels, type MapSource, renderMap } from '../../lib/map/index.ts'
import { pages } from './sources.ts'

/** The names in a map's table, by the place at the start of their row. */
function names(layout: MapSource, labels: MapLabels): Record<string, string> {
  const table = renderMap(layout, { width: 200, color: false, labels }).split('\n\n')[2] ?? ''
  const named = [...table.matchAll(/^ *(\w+) – .* {2}(?:allocated|free) {2}(.+)$/gm)]
  return Object.fromEntries(named.map(([, place = '', name = '']) => [place, name]))
}

const layout = pages(0x1000n, 1, -1, 2, -1)

test('a Map names ranges by their first address, as a bigint or as a number', (t) => {
  t.deepEqual(
    names(
      layout,
      new Map([
        [0x1000n, 'a'],
        [0x3000n, 'b'],
      ]),
    ),
    { '0x1000': 'a', '0x3000': 'b' },
  )
  t.deepEqual(
    names(
      layout,
      new Map<bigint | number, string>([
        [0x1000, 'a'],
        [0x3000n, 'b'],
      ]),
    ),
    { '0x1000': 'a', '0x3000': 'b' },
  )
})

test('a function is asked once for each allocated range, in address order', (t) => {
  const asked: bigint[] = []
  const labels = (start: bigint): string | undefined => {
    asked.push(start)
    return start === 0x3000n ? 'b' : undefined
  }
  t.deepEqual(names(layout, labels), { '0x3000': 'b' })
  t.deepEqual(asked, [0x1000n, 0x3000n])
})

test('a Map of another realm works too, and so does anything with its methods', (t) => {
  const foreign = runInNewContext("new Map([[0x1000n, 'a'], [0x3000, 'b']])") as Map<bigint, string>
  t.false(foreign instanceof Map)
  t.deepEqual(names(layout, foreign), { '0x1000': 'a', '0x3000': 'b' })
})

test('a function receives both ends', (t) => {
  t.deepEqual(
    names(layout, (start, end) => `${end - start + 1n} bytes`),
    { '0x1000': '4096 bytes', '0x3000': '8192 bytes' },
  )
})

test('joiners in a name stay, and a name that is mostly marks is cut', (t) => {
  t.deepEqual(names(layout, new Map([[0x1000n, '👩‍💻 می‌خواهم']])), { '0x1000': '👩‍💻 می‌خواهم' })
  const stacked = `a${'\u0301'.repeat(2_000_000)}`
  for (const format of ['text', 'svg'] as const) {
    t.true(renderMap(layout, { format, labels: () => stacked, title: stacked }).length < 20_000)
  }
})

test('neither free ranges nor addresses inside a range have names', (t) => {
  t.deepEqual(
    names(
      layout,
      new Map([
        [0x2000n, 'free'],
        [0x4000n, 'inside'],
        [0x9000n, 'beyond'],
      ]),
    ),
    {},
  )
})

test('a number that is not exact names nothing', (t) => {
  const far = pages(2n ** 60n + 0x1000n, 1, -1)
  t.deepEqual(names(far, new Map([[2 ** 60 + 0x1000, 'far']])), {})
  t.deepEqual(names(far, new Map([[2n ** 60n + 0x1000n, 'far']])), { '0x1000000000001000': 'far' })
})

test('each named id of a run is drawn separately', (t) => {
  const ids = {
    base: 0,
    end: 31,
    allocatedRuns: () => [
      { start: 3, end: 9 },
      { start: 12, end: 13 },
    ],
  }
  const labels = new Map<bigint | number, string>([
    [9, 'last'],
    [3n, 'first'],
    [13, 'two'],
    [20, 'free'],
    [1, 'before'],
    [5, 'inner'],
  ])
  t.deepEqual(names(ids, labels), { 3: 'first', 5: 'inner', 9: 'last', 13: 'two' })
  const table = renderMap(ids, { width: 80, color: false, labels }).split('\n\n')[2] ?? ''
  t.deepEqual(
    table
      .split('\n')
      .slice(1)
      .map((row) => row.replace(/ +/g, ' ').trim()),
    [
      '0 – 2 3 ids free',
      '3 – 3 1 id allocated first',
      '4 – 4 1 id allocated',
      '5 – 5 1 id allocated inner',
      '6 – 8 3 ids allocated',
      '9 – 9 1 id allocated last',
      '10 – 11 2 ids free',
      '12 – 12 1 id allocated',
      '13 – 13 1 id allocated two',
      '14 – 31 18 ids free',
    ],
  )
})
