// Reading, comparing and explaining layouts takes work linear in the number of ranges: counted, not timed.
import test from 'ava'
import { iomemText, TEXTS, unplacedText } from '../../benchmark/scale/layout-texts.ts'
import type { LayoutFormat } from '../../lib/layout/index.ts'
import { diffLayouts, explain, fitIn, layoutPage, mergeLayouts, readLayout } from '../../lib/layout/index.ts'
import { countWork, growthExponent } from '../support/work.ts'

const [SMALL, TIMES] = [500, 4]

/** Makes the input, and returns the function to count. */
const WORK: Record<string, (count: number) => () => unknown> = {
  ...Object.fromEntries(
    Object.entries(TEXTS).map(([format, make]) => [
      `reading ${format}`,
      (count: number) => {
        const text = make(count)
        return () => readLayout(text, { format: format as LayoutFormat })
      },
    ]),
  ),
  'detecting the format': (count) => {
    const text = iomemText(count)
    return () => readLayout(text)
  },
  'comparing with itself': (count) => {
    const read = readLayout(iomemText(count))
    return () => diffLayouts(read, read)
  },
  'comparing with a layout in which everything has moved': (count) => {
    const [before, after] = [readLayout(iomemText(count)), readLayout(iomemText(count).replaceAll('000-', '010-'))]
    return () => diffLayouts(before, after)
  },
  merging: (count) => {
    const [one, other] = [readLayout(iomemText(count)), readLayout(iomemText(count).replaceAll('000-', '010-'))]
    return () => mergeLayouts([one, other])
  },
  'finding problems': (count) => {
    const read = readLayout(iomemText(count))
    return () => read.problems()
  },
  'finding a place': (count) => {
    const read = readLayout(iomemText(count))
    return () => fitIn(read, { size: 0x2000n })
  },
  'writing a page': (count) => {
    const read = readLayout(iomemText(count))
    return () => layoutPage(read)
  },
  'explaining BARs without a place': (count) => {
    const read = readLayout(unplacedText(count))
    return () => explain(read)
  },
}

for (const [what, make] of Object.entries(WORK)) {
  test.serial(`${what} is linear`, async (t) => {
    const work = (count: number): Promise<number> => countWork('/lib/', make(count))
    const [small, large] = [await work(SMALL), await work(SMALL * TIMES)]
    t.true(small > SMALL, `the work was counted: ${small}`)
    const exponent = growthExponent(small, large, TIMES)
    t.true(exponent < 1.15, `grows as n^${exponent.toFixed(2)}: ${small}, then ${large}`)
  })
}
