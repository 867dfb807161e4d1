// `npm run reliability -- memory`: allocators made and dropped, calls, restores and clones, in one process, until memory
// is flat.
import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { AddressAllocator, AllocPolicy, Constraint, IdAllocator, VmAllocatorError } from 'vm-allocator'
import type { Campaign } from '../campaign.ts'
import { countInHeap, requireFlat, residentMebibytes, SLACK, settle } from './figures.ts'

/** How often each part measures the resident size. */
const SAMPLES = 10
/** The number of allocators created before each turn of the event loop. */
const TURN = 1000

const CLASSES = ['AddressAllocator', 'IdAllocator', 'RangeInclusive', 'system / JSArrayBufferData']

async function sampled(what: string, count: number, part: (times: number) => Promise<void> | void): Promise<void> {
  const sizes: number[] = []
  for (let i = 0; i < SAMPLES; i++) {
    await part(Math.ceil(count / SAMPLES))
    await settle()
    sizes.push(residentMebibytes())
  }
  requireFlat(`${count} ${what}`, sizes, SLACK)
}

async function makeAndDrop(times: number): Promise<void> {
  for (let i = 0; i < times; i += 2) {
    new AddressAllocator(0n, 1n << 40n, { sound: i % 4 === 0 }).allocate(0x1000n)
    new IdAllocator(0, 100).allocateId()
    if (i % TURN === 0) await setImmediate()
  }
}

/** Two calls per turn, with refusals between them. */
function callHot(times: number): void {
  const addresses = new AddressAllocator(0n, 1n << 40n)
  const ids = new IdAllocator(0, 100)
  const page = new Constraint(0x1000n, 0x1000n, AllocPolicy.LastMatch)
  for (let i = 0; i < times; i += 4) {
    addresses.free(i % 8 === 0 ? addresses.allocate(page) : addresses.allocate(0x1000n, 0x1000n))
    ids.freeId(ids.allocateId())
    if (i % 1000 === 0) assert.throws(() => addresses.allocate(1n << 50n), VmAllocatorError)
  }
}

function filled(): AddressAllocator {
  const allocator = new AddressAllocator(0n, 1n << 40n)
  for (let i = 0; i < 2000; i++) allocator.allocate(0x1000n, 0x2000n)
  return allocator
}

async function restoreAndClone(times: number): Promise<void> {
  const allocator = filled()
  const text = allocator.snapshot()
  for (let i = 0; i < times; i += 2) {
    const restored = AddressAllocator.restore(text)
    assert(restored.clone().equals(allocator))
    if (i % 100 === 0) await setImmediate()
  }
}

async function listAndDescribe(times: number): Promise<void> {
  const allocator = filled()
  for (let i = 0; i < times; i += 4) {
    allocator.ranges()
    allocator.stats()
    allocator.snapshot()
    allocator.toJSON()
    if (i % 100 === 0) await setImmediate()
  }
}

/** Counted in units of a million allocators and a hundred million calls; `--calls` scales all parts. */
export const campaign: Campaign = async ({ calls = 100_000_000 }) => {
  await makeAndDrop(10_000)
  await settle()
  const before = await countInHeap(CLASSES)
  await sampled('allocators made and dropped', Math.ceil(calls / 100), makeAndDrop)
  await sampled('calls', calls, callHot)
  await sampled('restores and clones of 2000 ranges', Math.ceil(calls / 5000), restoreAndClone)
  await sampled('lists, statistics, snapshots and descriptions', Math.ceil(calls / 10_000), listAndDescribe)
  await settle()
  const after = await countInHeap(CLASSES)
  console.log('objects in the heap before and after:', JSON.stringify(before), JSON.stringify(after))
  for (const name of CLASSES) assert((after[name] ?? 0) <= (before[name] ?? 0) + 10, `more ${name} than before`)
}
