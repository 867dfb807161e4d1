// Mutated samples: reading them never fails except with a LayoutError, and every result can be used.
//   VM_ALLOCATOR_RUNS=20000 npx ava __test__/layout/fuzz.test.ts
import { readdirSync } from 'node:fs'
import test from 'ava'
import fc from 'fast-check'
import {
  diffLayouts,
  explain,
  LAYOUT_FORMATS,
  LayoutError,
  layoutPage,
  mergeLayouts,
  readLayout,
} from 'vm-allocator/layout'
import { runsOr } from '../support/runs.ts'
import { flatten, sample, samplePath } from './samples.ts'

const RUNS = runsOr(60)
const MOST_BYTES = 6000

const SAMPLES = ['written', 'real'].flatMap((folder) =>
  readdirSync(samplePath(folder))
    .filter((name) => !/expected\.json$|\.dts$/.test(name))
    .map((name) => `${folder}/${name}`),
)

type Mutation = readonly [kind: 'flip' | 'cut' | 'repeat' | 'insert' | 'swap', at: number, amount: number]

const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.tuple(
    fc.constantFrom('flip' as const, 'cut' as const, 'repeat' as const, 'insert' as const, 'swap' as const),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(255),
  ),
  { minLength: 1, maxLength: 12 },
)

const INSERTED = [
  'ffffffffffffffff',
  '0',
  '-',
  '{',
  '[',
  '"',
  '\u001b[',
  '\r\n',
  'size=',
  '18446744073709551616',
  '  ',
  ': ',
]

function mutate(bytes: Buffer, list: readonly Mutation[]): Buffer {
  let current = Buffer.from(bytes.subarray(0, MOST_BYTES))
  for (const [kind, where, amount] of list) {
    const at = Math.floor(where * Math.max(0, current.length - 1))
    const [before, after] = [current.subarray(0, at), current.subarray(at)]
    if (kind === 'flip' && current.length > 0) current[at] = amount
    else if (kind === 'cut') current = Buffer.concat([before, after.subarray(amount)])
    else if (kind === 'repeat') current = Buffer.concat([before, after.subarray(0, amount), after])
    else if (kind === 'insert')
      current = Buffer.concat([before, Buffer.from(INSERTED[amount % INSERTED.length] ?? ''), after])
    else current = Buffer.concat([after.subarray(0, amount), before, after.subarray(amount)])
  }
  return current
}

function use(bytes: Uint8Array, format?: keyof typeof LAYOUT_FORMATS): void {
  const layout = readLayout(bytes, { format })
  for (const { ranges } of layout.spaces) {
    for (const { range } of flatten(ranges)) {
      if (range.end < range.start || range.start < 0n || range.end >= 2n ** 64n)
        throw new Error(`${range.label} isn't a range`)
    }
  }
  for (const window of layout.windows().slice(0, 20)) layout.window(window)
  layout.problems()
  explain(layout)
  if (!diffLayouts(layout, layout).same) throw new Error('a layout differs from itself')
  layoutPage(mergeLayouts([layout, layout]), { compared: layout })
}

for (const path of SAMPLES) {
  test(`${path}, mutated`, (t) => {
    const bytes = sample(path)
    let read = 0
    fc.assert(
      fc.property(
        mutations,
        fc.option(fc.constantFrom(...(Object.keys(LAYOUT_FORMATS) as never[]))),
        (list, format) => {
          try {
            use(mutate(bytes, list), format ?? undefined)
            read++
          } catch (error) {
            if (!(error instanceof LayoutError)) throw error
          }
        },
      ),
      { numRuns: RUNS },
    )
    t.log(`${read} of ${RUNS} could be read`)
    t.pass()
  })
}
