import {
  diffLayouts,
  explain,
  fitIn,
  type Layout,
  type LayoutFormat,
  layoutPage,
  mergeLayouts,
  readLayout,
} from 'vm-allocator/layout'
import { iomemText, TEXTS, unplacedText } from './layout-texts.ts'
import type { MakeTasks, Task } from './task.ts'

const WINDOW = 'PCI Bus 0000:00'

/** Reads files of `count` ranges, and calls the methods of the layouts. */
export const layoutTasks: MakeTasks = (count) => {
  const reading = Object.entries(TEXTS).map(([format, make]): [string, () => Task] => [
    `readLayout, ${format}`,
    () => {
      const text = make(count)
      const read = (): Layout => readLayout(text, { format: format as LayoutFormat })
      const found = read()
      const held = found.spaces.reduce((sum, { ranges }) => sum + countOf(ranges), 0)
      if (held < count) throw new Error(`only ${held} of ${count} ranges were read as ${format}`)
      return read
    },
  ])
  const read = readLayout(iomemText(count))
  const moved = readLayout(iomemText(count).replaceAll('000-', '010-'))
  return {
    ...Object.fromEntries(reading),
    'Layout.problems': () => () => read.problems(),
    'Layout.windows': () => () => read.windows(),
    'Layout.space': () => () => read.space('memory'),
    'Layout.windowRange': () => () => read.windowRange(WINDOW),
    'Layout.window': () => () => read.window(WINDOW),
    'Layout.toSystem': () => () => read.toSystem(),
    'fitIn, one window': () => () => fitIn(read, { size: 0x2000n }),
    'diffLayouts, equal': () => () => diffLayouts(read, read),
    'diffLayouts, all moved': () => () => diffLayouts(read, moved),
    mergeLayouts: () => () => mergeLayouts([read, moved]),
    layoutPage: () => () => layoutPage(read),
    explain: () => {
      const unplaced = readLayout(unplacedText(count))
      if (explain(unplaced).length !== count) throw new Error('some BAR was not explained')
      return () => explain(unplaced)
    },
  }
}

function countOf(ranges: Layout['spaces'][number]['ranges']): number {
  let count = 0
  for (const range of ranges) count += 1 + countOf(range.children)
  return count
}
