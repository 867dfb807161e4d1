// The work of drawing is linear in the number of ranges, for all kinds of ranges. It is counted, not timed.
import test from 'ava'
import { type MapOptions, type MapSource, renderMap } from '../../lib/map/index.ts'
import { countWork, growthExponent } from '../support/work.ts'
import { pages } from './sources.ts'

/** Pages of `count` ranges by a rule; negative for free ones. */
const made = (count: number, rule: (at: number) => number): MapSource =>
  pages(0x1000n, ...Array.from({ length: count }, (_, at) => rule(at)))

const odd = (at: number): number => 1 + ((at * 7919) % 13)

const SHAPES: Record<string, (count: number) => MapSource> = {
  'equal ranges, equal gaps': (count) => made(count, (at) => (at % 2 === 0 ? 1 : -1)),
  'alternating sizes, equal gaps': (count) => made(count, (at) => (at % 2 === 1 ? -1 : at % 4 === 0 ? 1 : 2)),
  'equal ranges, alternating gaps': (count) => made(count, (at) => (at % 2 === 0 ? 1 : at % 4 === 1 ? -1 : -2)),
  'ranges and gaps of all sizes': (count) => made(count, (at) => (at % 2 === 0 ? odd(at) : -odd(at))),
  'equal adjacent ranges, some longer': (count) => made(count, (at) => (at % 1000 === 0 ? 2 : 1)),
  'far apart': (count) => made(count, (at) => (at % 2 === 0 ? 1 : -100_000)),
  'many ranges, and one far away': (count) =>
    made(count, (at) => (at === count - 2 ? -1e9 : at % 2 === 0 ? 1 : -odd(at))),
  'lost ranges': (count) => {
    const source = made(count, odd) as ReturnType<typeof pages>
    return { ...source, ranges: () => source.list.filter((_, at) => at % 2 === 0) }
  },
  'runs of ids': (count) => ({
    base: 0,
    end: count * 4,
    allocatedRuns: () => Array.from({ length: count }, (_, at) => ({ start: at * 4, end: at * 4 + (at % 3) })),
  }),
}

const OPTIONS: Record<string, (count: number) => MapOptions> = {
  'as text': () => ({ width: 100 }),
  'as an SVG': () => ({ format: 'svg' }),
  'with names': () => ({ width: 100, labels: (start) => `at ${start}` }),
  'with names in pairs, as an SVG': () => ({ format: 'svg', labels: (start) => `at ${start / 0x4000n}` }),
  'with a Map of names': (count) => ({
    labels: new Map(Array.from({ length: count }, (_, at) => [at % 2 === 0 ? at * 0x1000 : at, `${at}`])),
  }),
  'over regions': (count) => ({
    regions: Array.from({ length: count }, (_, at) => ({ start: at * 0x1800, end: at * 0x1800 + 0xfff, label: 'RAM' })),
  }),
  'through a window': (count) => ({ window: { start: count, end: count * 0x1000 } }),
}

const [SMALL, TIMES] = [300, 4]

for (const [shape, source] of Object.entries(SHAPES)) {
  for (const [how, options] of Object.entries(OPTIONS)) {
    test.serial(`${shape}, ${how}`, async (t) => {
      const work = async (count: number): Promise<number> => {
        const layout = source(count)
        const given = options(count)
        return countWork('/lib/map/', () => renderMap(layout, { color: false, ...given }))
      }
      const [small, large] = [await work(SMALL), await work(SMALL * TIMES)]
      t.true(small > SMALL, 'the work was counted')
      const exponent = growthExponent(small, large, TIMES)
      t.true(exponent < 1.15, `grows as n^${exponent.toFixed(2)}: ${small}, then ${large}`)
    })
  }
}
