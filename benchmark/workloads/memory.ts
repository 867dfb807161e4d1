import { setImmediate } from 'node:timers/promises'
import type { AnyAddressRival } from '../rival.ts'
import { contiguous, fragmented } from './space.ts'

const LIVE = 100_000

/**
 * The bytes for each live range, in malloc's and in V8's heap; `undefined` for an unknown workload. The ranges that
 * `allocate` returned are not kept.
 */
export async function memoryPerLiveRange(
  workload: string,
  addresses: AnyAddressRival,
  mallocBytes: () => number,
): Promise<number | undefined> {
  const fill = { 'memory-contiguous': contiguous, 'memory-fragmented': fragmented }[workload]
  if (fill === undefined) return undefined
  const make = (live: number) => addresses<unknown>((rival) => fill(rival, 'first-match', live))
  make(1000) // creates everything that is created only once, such as optimised code
  const before = await usedBytes(mallocBytes)
  const space = make(LIVE)
  const after = await usedBytes(mallocBytes)
  // Using the allocator after the measurement keeps it from being collected earlier.
  return space === undefined ? undefined : (after - before) / LIVE
}

async function usedBytes(mallocBytes: () => number): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('start Node with --expose-gc')
  for (let time = 0; time < 3; time += 1) {
    globalThis.gc()
    await setImmediate() // lets finalizers run
  }
  return mallocBytes() + process.memoryUsage().heapUsed
}
