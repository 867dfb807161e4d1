// The pools and devices of a microVM on x86-64, with the windows that Firecracker uses.
import type { DeviceNeeds, PoolDefinitions } from 'vm-allocator/system'

const KIB = 1n << 10n
const MIB = 1n << 20n
const GIB = 1n << 30n

/** Starts after the page of the boot timer, which always exists. */
const MMIO32_START = 3n * GIB + 4n * KIB
/** Above this window, up to 4 GiB, are the PCI configuration space, the I/O APIC and the local APICs. */
const MMIO32_END = 0xeec0_0000n
/** From the extended BIOS data area to the ACPI root pointer. */
const SYSTEM_MEMORY_START = 0x9_fc00n
const SYSTEM_MEMORY_END = 0xe_0000n

export const POOLS = {
  systemMemory: { base: SYSTEM_MEMORY_START, size: SYSTEM_MEMORY_END - SYSTEM_MEMORY_START },
  mmio32: { base: MMIO32_START, size: MMIO32_END - MMIO32_START },
  mmio64: { base: 256n * GIB, size: 256n * GIB },
  legacyInterrupts: { ids: [5, 23] },
  msiInterrupts: { ids: [24, 4095] },
} as const satisfies PoolDefinitions

type Needs = DeviceNeeds<typeof POOLS>

/** A virtio device on the PCI bus: one BAR, an interrupt for its configuration and one for each queue. */
const virtioPci = (queues: number) =>
  ({
    bar0: { pool: 'mmio64', size: 512n * KIB },
    msix: { pool: 'msiInterrupts', count: queues + 1 },
  }) as const satisfies Needs
/** A virtio device without PCI: a page of registers and an interrupt line. */
const virtioMmio = {
  registers: { pool: 'mmio32', size: 4n * KIB },
  line: { pool: 'legacyInterrupts' },
} as const satisfies Needs

export const MODELS = {
  rng: virtioMmio,
  balloon: virtioMmio,
  block: virtioPci(1),
  net: virtioPci(2),
  vsock: virtioPci(3),
  pmem: { ...virtioPci(1), memory: { pool: 'mmio64', size: 256n * MIB, align: 2n * MIB } },
  gpu: {
    bar0: { pool: 'mmio32', size: 16n * MIB },
    bar1: { pool: 'mmio64', size: 8192n * MIB },
    bar3: { pool: 'mmio64', size: 32n * MIB },
    msix: { pool: 'msiInterrupts', count: 16 },
  },
  vmgenid: {
    page: { pool: 'systemMemory', size: 4n * KIB, at: 'top' },
    line: { pool: 'legacyInterrupts' },
  },
  acpi: { tables: { pool: 'systemMemory', size: 9n * KIB, align: 1n } },
} as const satisfies Record<string, Needs>

export type ModelName = keyof typeof MODELS
