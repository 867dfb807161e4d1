// The invariants of every allocator, after any calls.
import assert from 'node:assert/strict'
import { AddressAllocator, IdAllocator, type ManagedRange } from 'vm-allocator'
import type { Layout, LayoutRange } from 'vm-allocator/layout'
import { SystemAllocator } from 'vm-allocator/system'
import { MAX } from '../../support/edges.ts'
import { call, utf8 } from '../native/functions.ts'
import type { World } from './world.ts'

/** Throws if an allocator of the world is in an invalid state. */
export function checkInvariants({ addresses, ids, systems, addressHandles, idHandles, systemHandles }: World): void {
  for (const allocator of addresses) checkAddresses(allocator)
  for (const allocator of ids) checkIds(allocator)
  for (const system of systems) checkSystem(system)
  for (const handle of addressHandles) checkAddressHandle(handle)
  for (const handle of idHandles) checkIdHandle(handle)
  for (const handle of systemHandles) checkSystemHandle(handle)
}

/** `restore` refuses ranges with no owner or two owners. */
function checkSystem(system: SystemAllocator): void {
  const { snapshot, equals } = SystemAllocator.prototype
  const text = snapshot.call(system)
  assert(equals.call(SystemAllocator.restore(text), system), `not restored: ${text}`)
}

/** In each pool, exactly the crate's allocations have owners. */
function checkSystemHandle(handle: unknown): void {
  for (let pool = 0; ; pool++) {
    let owners: BigUint64Array
    try {
      owners = call('systemOwners', handle, pool) as BigUint64Array
    } catch {
      return
    }
    const owned = owners.filter((_, at) => at % 4 < 2)
    assert.deepEqual(owned, call('systemRanges', handle, pool))
  }
}

/** The whole state of a world's allocators and layouts. */
export function stateOf({ addresses, ids, systems, layouts, addressHandles, idHandles, systemHandles }: World): string {
  return [
    ...addresses.map((allocator) => AddressAllocator.prototype.snapshot.call(allocator)),
    ...ids.map((allocator) => IdAllocator.prototype.snapshot.call(allocator)),
    ...systems.map((system) => SystemAllocator.prototype.snapshot.call(system)),
    ...layouts.map(textOf),
    ...addressHandles.map((handle) => call('addressSnapshot', handle)),
    ...idHandles.map((handle) => call('idSnapshot', handle)),
    ...systemHandles.map((handle) => String(call('systemOwners', handle, 0))),
  ].join('\n')
}

function textOf({ formats, spaces, ids, unplaced, buses, notes }: Layout): string {
  const treeOf = (range: LayoutRange): object => ({ ...range, inner: range.children.map(treeOf) })
  const trees = spaces.map(({ name, also, ranges }) => ({ name, also, ranges: ranges.map(treeOf) }))
  const plain = (_: string, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)
  return JSON.stringify({ formats, trees, ids, unplaced, buses, notes }, plain)
}

/** Use the class's own methods, because a subclass may have others. */
function checkAddresses(allocator: AddressAllocator): void {
  const { ranges, stats, snapshot, equals, clone } = AddressAllocator.prototype
  const { sound } = allocator
  const text = snapshot.call(allocator)
  const listed = (ranges as () => ManagedRange[]).call(allocator)
  const spaces = { allocated: 0n, free: 0n }
  let last = -1n
  for (const { start, end, state } of listed) {
    assert(start > last && start <= end && end <= MAX, `ranges are out of order: ${text}`)
    spaces[state] += end - start + 1n
    last = end
  }
  const { allocatedBytes, freeBytes, lostBytes } = stats.call(allocator)
  assert.deepEqual({ allocated: allocatedBytes, free: freeBytes }, spaces, text)
  if (sound) checkTiling(text, listed, lostBytes)
  const restored = AddressAllocator.restore(text, { sound })
  assert(equals.call(restored, allocator) && equals.call(clone.call(allocator), restored), `not restored: ${text}`)
  assert.equal(restored.snapshot(), text)
}

/** In sound mode the ranges fill the managed space without a gap. */
function checkTiling(text: string, ranges: readonly { start: bigint; end: bigint }[], lostBytes: bigint): void {
  const { base, end } = AddressAllocator.restore(text, { sound: true })
  let next = base
  for (const range of ranges) {
    assert.equal(range.start, next, `there is a gap: ${text}`)
    next = range.end + 1n
  }
  assert.deepEqual([next, lostBytes], [end + 1n, 0n], text)
}

function checkIds(allocator: IdAllocator): void {
  const { snapshot, allocatedRuns, stats, clone, equals } = IdAllocator.prototype
  const { base, end } = allocator
  const text = snapshot.call(allocator)
  let last = base - 2
  let count = 0
  for (const run of allocatedRuns.call(allocator)) {
    assert(run.start > last + 1 && run.start <= run.end && run.end <= end, `runs are out of order: ${text}`)
    count += run.end - run.start + 1
    last = run.end
  }
  const { allocated, available } = stats.call(allocator)
  assert.deepEqual([allocated, available], [count, end - base + 1 - count], text)
  assert(equals.call(IdAllocator.restore(text), clone.call(allocator)), `not restored: ${text}`)
}

function checkAddressHandle(handle: unknown): void {
  const text = utf8(String(call('addressSnapshot', handle)))
  const restored = call('restoreAddressAllocator', text, call('addressSound', handle))
  assert(call('addressEquals', restored, handle), 'a native allocator is not restored')
}

function checkIdHandle(handle: unknown): void {
  const text = String(call('idSnapshot', handle))
  assert.equal(call('idSnapshot', call('restoreIdAllocator', utf8(text))), text)
}
