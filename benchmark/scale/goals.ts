import type { Goal } from '../goals.ts'
import type { ScaleResults, ScaleRow } from './results.ts'

const FOR_MAPS = 'AddressAllocator.ranges, to compare maps with'
const RATIOS: readonly (readonly [goal: string, row: string, compared: string, atMost: number])[] = [
  ['renderMap as text, ÷ ranges()', 'renderMap, text', FOR_MAPS, 3],
  ['renderMap as SVG, ÷ ranges()', 'renderMap, SVG', FOR_MAPS, 3],
  ['toJSON(), ÷ ranges()', 'AddressAllocator.toJSON, to compare with ranges', FOR_MAPS, 3],
  [
    "sound mode's repair of D3, ÷ ranges()",
    'AddressAllocator.free repairing D3 + allocate',
    'AddressAllocator.ranges, to compare repairs with',
    1,
  ],
]

/** The goals at the largest size, with the measurements. */
export function scaleGoals({ rows, sizes }: ScaleResults): Goal[] {
  const find = (name: string): ScaleRow | undefined => rows.find((row) => row.name === name)
  const where = `at ${sizes.at(-1)?.toLocaleString('en')}`
  const time = (name: string): number => find(name)?.nanoseconds.at(-1) ?? Number.NaN
  const ratios = RATIOS.map(([goal, row, compared, atMost]) => {
    const ratio = time(row) / time(compared)
    return { goal, bound: { atMost }, measured: Number.isNaN(ratio) ? undefined : ratio, where }
  })
  const bytes = find('renderMap, SVG')?.characters?.at(-1)
  const measured = bytes === undefined ? undefined : bytes / 1e6
  return [...ratios, { goal: 'an SVG, in MB', bound: { atMost: 2 }, measured, where }]
}
