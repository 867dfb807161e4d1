// The resource pools of a microVM on x86-64, with the windows that Firecracker uses.
import { AddressAllocator, IdAllocator } from 'vm-allocator'

const KIB = 1n << 10n
const GIB = 1n << 30n

/** Past the page of the boot timer, which is always there. */
const MMIO32_START = 3n * GIB + 4n * KIB
/** Below 4 GiB there follow the PCI configuration space, the I/O APIC and the local APICs. */
const MMIO32_END = 0xeec0_0000n
const MMIO64_START = 256n * GIB
const MMIO64_SIZE = 256n * GIB
/** From the extended BIOS data area to the ACPI root pointer. */
const SYSTEM_MEMORY_START = 0x9_fc00n
const SYSTEM_MEMORY_END = 0xe_0000n

/** Sound mode refuses what would hand one address to two devices. */
const SOUND = { sound: true }

/** All pools of a microVM without devices. */
export function createPools() {
  return {
    legacyInterrupts: new IdAllocator(5, 23),
    msiInterrupts: new IdAllocator(24, 4095),
    mmio32: new AddressAllocator(MMIO32_START, MMIO32_END - MMIO32_START, SOUND),
    mmio64: new AddressAllocator(MMIO64_START, MMIO64_SIZE, SOUND),
    systemMemory: new AddressAllocator(SYSTEM_MEMORY_START, SYSTEM_MEMORY_END - SYSTEM_MEMORY_START, SOUND),
  }
}

export type Pools = ReturnType<typeof createPools>
export type PoolName = keyof Pools

/** The names of all pools, in the order in which they are shown. */
export const POOL_NAMES = ['systemMemory', 'mmio32', 'mmio64', 'legacyInterrupts', 'msiInterrupts'] as const

/** What a file keeps of the pools: their snapshots, as text because a JSON number can't hold every address. */
export type SavedPools = Readonly<Record<PoolName, string>>

export function savePools(pools: Pools): SavedPools {
  return {
    legacyInterrupts: pools.legacyInterrupts.snapshot(),
    msiInterrupts: pools.msiInterrupts.snapshot(),
    mmio32: pools.mmio32.snapshot(),
    mmio64: pools.mmio64.snapshot(),
    systemMemory: pools.systemMemory.snapshot(),
  }
}

/** Throws an `InvalidSnapshotError` when the file was damaged. */
export function restorePools(saved: SavedPools): Pools {
  return {
    legacyInterrupts: IdAllocator.restore(saved.legacyInterrupts),
    msiInterrupts: IdAllocator.restore(saved.msiInterrupts),
    mmio32: AddressAllocator.restore(saved.mmio32, SOUND),
    mmio64: AddressAllocator.restore(saved.mmio64, SOUND),
    systemMemory: AddressAllocator.restore(saved.systemMemory, SOUND),
  }
}

/** The pools that differ: none when the two sets are equal, tree for tree and id for id. */
export function differingPools(one: Pools, other: Pools): PoolName[] {
  const equal: Record<PoolName, boolean> = {
    legacyInterrupts: one.legacyInterrupts.equals(other.legacyInterrupts),
    msiInterrupts: one.msiInterrupts.equals(other.msiInterrupts),
    mmio32: one.mmio32.equals(other.mmio32),
    mmio64: one.mmio64.equals(other.mmio64),
    systemMemory: one.systemMemory.equals(other.systemMemory),
  }
  return POOL_NAMES.filter((name) => !equal[name])
}
