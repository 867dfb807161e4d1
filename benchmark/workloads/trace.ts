import { readFileSync } from 'node:fs'
import { benchmarkFile } from '../files.ts'
import type { AddressRival, AddressSpace, AnyRange, Integer, Rival } from '../rival.ts'
import type { Task } from './task.ts'

const POOLS = ['mmio32', 'mmio64', 'pio']

/** One call. `slot` stores its range or id until it is freed. */
interface Call {
  readonly isFree: boolean
  /** The index in {@link POOLS}; -1 for an id. */
  readonly pool: number
  readonly size: bigint
  readonly slot: number
}

/** Plays a recorded session of devices that come and go; the trace's header describes its format. */
export function trace<I extends Integer, P, R extends AnyRange>(
  rival: AddressRival<I, P, R>,
  createIds: NonNullable<Rival['createIds']>,
): Task {
  const ids = createIds(0, 4095)
  const spaces = createPools(rival)
  const policies = [undefined, rival.lastMatch, undefined]
  const calls = readCalls().map((call) => ({ ...call, size: rival.integer(call.size) }))
  const ranges: (R | undefined)[] = calls.map(() => undefined)
  const idSlots = calls.map(() => 0)
  return {
    operations: calls.length,
    run(times) {
      for (let time = 0; time < times; time += 1) {
        for (const { isFree, pool, size, slot } of calls) {
          if (pool < 0) {
            if (isFree) ids.freeId(idSlots[slot] as number)
            else idSlots[slot] = ids.allocateId()
          } else {
            const space = spaces[pool] as AddressSpace<I, P, R>
            if (isFree) space.free(ranges[slot] as R)
            else ranges[slot] = space.allocate(size, size, policies[pool])
          }
        }
      }
    },
    check(answers) {
      for (const { isFree, pool, size, slot } of calls) {
        const space = spaces[pool] as AddressSpace<I, P, R>
        if (isFree)
          answers.freed(() => (pool < 0 ? ids.freeId(idSlots[slot] as number) : space.free(ranges[slot] as R)))
        else if (pool < 0) idSlots[slot] = answers.id(() => ids.allocateId()) ?? 0
        else ranges[slot] = answers.range(() => space.allocate(size, size, policies[pool]))
      }
    },
  }
}

function createPools<I extends Integer, P, R extends AnyRange>(rival: AddressRival<I, P, R>): AddressSpace<I, P, R>[] {
  const pools: [base: bigint, size: bigint][] = [
    [0xc000_0000n, 0x3000_0000n],
    [1n << 38n, 1n << 38n],
    [0x1000n, 0xf000n],
  ]
  return pools.map(([base, size]) => rival.create(rival.integer(base), rival.integer(size)))
}

function readCalls(): Call[] {
  const calls: Call[] = []
  const attached = new Map<string, Call[]>()
  let slots = 0
  const lines = readFileSync(benchmarkFile('trace/device-attach.txt'), 'utf8').trimEnd().split('\n')
  for (const line of lines.filter((line) => !line.startsWith('#'))) {
    const [verb, device = '', ...resources] = line.split(' ')
    const taken = verb === 'detach' ? (attached.get(device) ?? []) : resources.map((text) => toCall(text, slots++))
    attached.set(device, taken)
    calls.push(...(verb === 'detach' ? taken.map((call) => ({ ...call, isFree: true })).reverse() : taken))
  }
  return calls
}

/** How a resource is allocated: `id`, or a pool and a size such as `pio:0x20`. */
function toCall(resource: string, slot: number): Call {
  const [name = '', size = '0'] = resource.split(':')
  return { isFree: false, pool: POOLS.indexOf(name), size: BigInt(size), slot }
}
