import { IdAllocator } from 'vm-allocator'
import { formatAddress, formatSize, renderMap } from 'vm-allocator/map'
import { fragmented, PAGE } from './fragmented.ts'
import type { MakeTasks } from './task.ts'

/** Maps of `count` live ranges and the same number of holes. */
export const mapTasks: MakeTasks = (count) => {
  const { allocator, live } = fragmented(count)
  const labels = new Map(live.map(({ start }, at) => [start, `device ${at}`]))
  const regions = live.map(({ start, end }) => ({ start, end, label: 'RAM' }))
  const middle = live[count >> 1] ?? live[0]
  if (middle === undefined) throw new Error('nothing is live')
  const window = { start: middle.start, end: middle.start + 0x1000n * PAGE }
  return {
    // These come first, because the goals compare with them in the same process.
    'AddressAllocator.ranges, to compare maps with': () => () => allocator.ranges(),
    'AddressAllocator.toJSON, to compare with ranges': () => () => allocator.toJSON(),
    'renderMap, text': () => () => renderMap(allocator, { width: 100, color: false }),
    'renderMap, SVG': () => () => renderMap(allocator, { format: 'svg' }),
    'renderMap, text, labels': () => () => renderMap(allocator, { width: 100, color: false, labels }),
    'renderMap, SVG, labels': () => () => renderMap(allocator, { format: 'svg', labels }),
    'renderMap, regions': () => () => renderMap(allocator, { width: 100, color: false, regions }),
    'renderMap, window': () => () => renderMap(allocator, { width: 100, color: false, window }),
    'renderMap, ids': () => {
      const ids = new IdAllocator(0, 4 * count)
      for (let id = 0; id < 2 * count; id++) ids.allocateId()
      for (let id = 0; id < 2 * count; id += 2) ids.freeId(id)
      return () => renderMap(ids, { width: 100, color: false })
    },
    formatSize: () => () => formatSize(BigInt(count) * PAGE),
    formatAddress: () => () => formatAddress(BigInt(count) * PAGE),
  }
}
