import { renderMap } from 'vm-allocator/map'
import { SystemAllocator } from 'vm-allocator/system'
import { PAGE, pagesOf } from './fragmented.ts'
import type { MakeTasks } from './task.ts'

const MMIO = 1n << 40n

/** A system with `count` devices, each with a range and an id. */
export function systemOf(count: number) {
  const system = new SystemAllocator({
    mmio: { base: MMIO, size: BigInt(count + 1) * 32n * PAGE },
    lines: { ids: [0, 2 * count + 10] },
  })
  for (let at = 0; at < count; at++) system.attach(`device ${at}`, needsOf(pagesOf(at) * PAGE))
  return system
}

function needsOf(size: bigint) {
  return { bar0: { pool: 'mmio', size, align: PAGE }, line: { pool: 'lines' } } as const
}

/** Calls of a SystemAllocator with `count` devices. */
export const systemTasks: MakeTasks = (count) => {
  const system = systemOf(count)
  const text = system.snapshot()
  const same = system.clone()
  const middle = `device ${count >> 1}`
  const needs = needsOf(2n * PAGE)
  return {
    'new SystemAllocator': () => () =>
      new SystemAllocator({ mmio: { base: MMIO, size: BigInt(count) * PAGE }, lines: { ids: [0, count] } }),
    'SystemAllocator.attach + detach': () => () => {
      system.attach('another', needs)
      system.detach('another')
    },
    'SystemAllocator.plan': () => () => system.plan('another', needs),
    'SystemAllocator.plan, refused': () => () => {
      try {
        return system.plan('another', { bar0: { pool: 'mmio', size: 1n << 63n } })
      } catch (error) {
        return error
      }
    },
    'SystemAllocator.move': () => {
      system.attach('moving', needs)
      const [low, high] = [MMIO + BigInt(count) * 31n * PAGE, MMIO + BigInt(count) * 31n * PAGE + 2n * PAGE]
      let isHigh = false
      return () => {
        isHigh = !isHigh
        return system.move('moving', 'bar0', isHigh ? high : low)
      }
    },
    'SystemAllocator.device': () => () => system.device(middle),
    'SystemAllocator.owner': () => () => system.owner('mmio', MMIO + 5n),
    'SystemAllocator.pools': () => () => system.pools,
    'SystemAllocator.devices': () => () => system.devices,
    'SystemAllocator.pool': () => () => system.pool('mmio'),
    'IdPool.allocatedRuns, of SystemAllocator.pool': () => () => system.pool('lines').allocatedRuns(),
    'IdPool.isAllocated': () => {
      const lines = system.pool('lines')
      return () => lines.isAllocated(count >> 1)
    },
    'IdPool.stats': () => {
      const lines = system.pool('lines')
      return () => lines.stats()
    },
    'IdPool.toJSON': () => {
      const lines = system.pool('lines')
      return () => lines.toJSON()
    },
    'SystemAllocator.labels, used once': () => () => system.labels('mmio')(MMIO),
    'SystemAllocator.snapshot': () => () => system.snapshot(),
    'SystemAllocator.restore': () => () => SystemAllocator.restore(text),
    'SystemAllocator.clone': () => () => system.clone(),
    'SystemAllocator.equals': () => () => system.equals(same),
    'SystemAllocator.toJSON': () => () => system.toJSON(),
    'renderMap, SystemAllocator': () => () => renderMap(system, { width: 100, color: false }),
  }
}
