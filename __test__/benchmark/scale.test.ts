// docs/performance.md shows how the time of every public function grows. To update its table, on an idle machine:
//   npm run benchmark:scale -- --update
import { readFileSync } from 'node:fs'
import test from 'ava'
import { CONSTANT, GROUPS } from '../../benchmark/scale/groups.ts'
import { scaleBlock, withScaleBlock } from '../../benchmark/scale/page.ts'
import { growth, type ScaleResults } from '../../benchmark/scale/results.ts'
import { formatScaleGoals } from '../../benchmark/scale/table.ts'
import * as main from '../../lib/index.ts'
import * as layout from '../../lib/layout/index.ts'
import * as map from '../../lib/map/index.ts'
import * as system from '../../lib/system/index.ts'
import { node, ROOT } from '../support/process.ts'

const RESULTS = JSON.parse(read('benchmark/results/scale-linux-x64.json')) as ScaleResults

function read(file: string): string {
  return readFileSync(`${ROOT}${file}`, 'utf8')
}

/** The public functions: exported ones, static and instance members of exported classes; getters count. */
function publicFunctions(): string[] {
  return Object.entries({ ...main, ...map, ...layout, ...system }).flatMap(([name, value]) => {
    if (CONSTANT.has(name)) return []
    if (typeof value !== 'function' || value.prototype === undefined || !/^[A-Z]/.test(name)) return [name]
    const own = [...Object.getOwnPropertyNames(value), ...Object.getOwnPropertyNames(value.prototype)]
    return own.filter((member) => !NOT_CALLED.has(member)).map((member) => `${name}.${member}`)
  })
}

/** Members that aren't methods, or that only read a stored value: base, end and sound. */
const NOT_CALLED = new Set(['length', 'name', 'prototype', 'constructor', 'base', 'end', 'sound'])

test('every public function is timed, unless its work does not depend on the size', (t) => {
  const rows = Object.values(GROUPS).flatMap((tasks) => Object.keys(tasks(10)))
  const missing = publicFunctions().filter(
    (name) =>
      !rows.some(
        (row) => new RegExp(`(?:^|[ (])${name.replace('.', '\\.')}(?:$|\\W)`).test(row) || isPaired(row, name),
      ),
  )
  t.deepEqual(missing, [])
  for (const format of Object.keys(layout.LAYOUT_FORMATS)) t.true(rows.includes(`readLayout, ${format}`), format)
})

/** `SystemAllocator.attach + detach` times both. */
function isPaired(row: string, name: string): boolean {
  const [owner = '', member = ''] = name.split('.')
  return row.startsWith(`${owner}.`) && new RegExp(`\\+ ${member}(?:$|\\W)`).test(row)
}

test('docs/performance.md shows the table of the committed run', (t) => {
  t.true(read('docs/performance.md').includes(scaleBlock(RESULTS)))
  t.is(withScaleBlock(read('docs/performance.md'), RESULTS), read('docs/performance.md'))
})

test('the exponent is that between the largest size and a hundredth of it', (t) => {
  const sizes = [1_000, 10_000, 100_000, 1_000_000]
  t.is(growth({ sizes }, [5, 1, 10, 100])?.toFixed(3), '1.000')
  t.is(growth({ sizes }, [9, 1, 100, 10_000])?.toFixed(3), '2.000')
  t.is(growth({ sizes: [1_000, 10_000] }, [1, 10])?.toFixed(3), '1.000')
  t.is(growth({ sizes: [1_000] }, [1]), undefined)
})

test('goals compare measurements of the same process', (t) => {
  const row = (name: string, nanoseconds: number, characters?: number) => ({
    group: '',
    name,
    nanoseconds: [nanoseconds],
    ...(characters !== undefined && { characters: [characters] }),
  })
  const rows = [
    row('AddressAllocator.ranges, to compare maps with', 100),
    row('renderMap, text', 200),
    row('renderMap, SVG', 400, 3_000_000),
    row('AddressAllocator.toJSON, to compare with ranges', 300),
    row('AddressAllocator.ranges, to compare repairs with', 100),
    row('AddressAllocator.free repairing D3 + allocate', 50),
  ]
  const shown = formatScaleGoals({ format: 1, date: '', machine: RESULTS.machine, sizes: [1_000_000], rows })
  const met = shown
    .split('\n')
    .slice(1)
    .map((line) => /(≤ \d) +([\d.]+) +(yes|NO) +at 1,000,000$/.exec(line)?.slice(1))
  t.deepEqual(met, [
    ['≤ 3', '2.00', 'yes'],
    ['≤ 3', '4.00', 'NO'],
    ['≤ 3', '3.00', 'yes'],
    ['≤ 1', '0.500', 'yes'],
    ['≤ 2', '3.00', 'NO'],
  ])
})

test('prints a row for each function', async (t) => {
  const shown = await node('--import=tsx', 'benchmark/scale/index.ts', 'ids', '--max', '1000')
  const [head = '', first = ''] = shown.split('\n')
  t.regex(head, /^ +1,000 +grows as$/)
  t.regex(first, /^new IdAllocator +[\d.]+ (?:ns|µs) +–$/)
})
