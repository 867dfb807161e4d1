// A device manager as a VMM has one: each device gets an id and one page of the MMIO window below 4 GiB.
// It is the example of the crate's documentation, in TypeScript.
import { AddressAllocator, IdAllocator, type RangeInclusive, VmAllocatorError } from 'vm-allocator'

const FIRST_ADDRESS_PAST_32_BITS = 1n << 32n
const MMIO_SIZE = 768n << 20n
const MMIO_START = FIRST_ADDRESS_PAST_32_BITS - MMIO_SIZE
const PAGE_SIZE = 0x1000n

interface DeviceSlot {
  readonly id: number
  readonly mmioRange: RangeInclusive
}

class DeviceManager {
  readonly #ids = new IdAllocator(0, 100)
  readonly #mmio = new AddressAllocator(MMIO_START, MMIO_SIZE)
  readonly #slots = new Map<number, RangeInclusive>()

  /** Reserves an id and the first free page, or neither. */
  reserve(): DeviceSlot {
    const mmioRange = this.#mmio.allocate(PAGE_SIZE, PAGE_SIZE)
    try {
      const id = this.#ids.allocateId()
      this.#slots.set(id, mmioRange)
      return { id, mmioRange }
    } catch (error) {
      this.#mmio.free(mmioRange)
      throw error
    }
  }

  /** Frees both; throws the crate's `NeverAllocated` or `AlreadyReleased` when the id isn't in use. */
  free(id: number): DeviceSlot {
    this.#ids.freeId(id)
    const mmioRange = this.#slots.get(id) as RangeInclusive
    this.#slots.delete(id)
    this.#mmio.free(mmioRange)
    return { id, mmioRange }
  }

  toString(): string {
    return `ids ${this.#ids.base} to ${this.#ids.end}, MMIO window ${hex(this.#mmio.base)} to ${hex(this.#mmio.end)}`
  }
}

const hex = (address: bigint) => `0x${address.toString(16).padStart(8, '0')}`

function printTable(title: string, slots: readonly DeviceSlot[]): void {
  console.log(`\n${title}\n\n   id │ first address │ last address\n ─────┼───────────────┼─────────────`)
  const rows = slots.map(
    ({ id, mmioRange: { start, end } }) => ` ${String(id).padStart(4)} │ ${hex(start)}    │ ${hex(end)}`,
  )
  const shown = rows.length > 8 ? [...rows.slice(0, 4), '    ⋮ │     ⋮         │     ⋮', ...rows.slice(-2)] : rows
  console.log(shown.join('\n'))
}

/** Reserves slots until one of the two pools is exhausted. */
function reserveAll(manager: DeviceManager): { slots: DeviceSlot[]; reason: string } {
  const slots: DeviceSlot[] = []
  for (;;) {
    try {
      slots.push(manager.reserve())
    } catch (error) {
      if (error instanceof VmAllocatorError) return { slots, reason: `${error.kind}: ${error.message}` }
      throw error
    }
  }
}

// A reader that leaves early, as in `| head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const manager = new DeviceManager()
console.log(`Device manager: ${manager}`)

const { slots, reason } = reserveAll(manager)
printTable(`Reserved ${slots.length} devices, until no id was left`, slots)
console.log(`\nThe next one was refused, and its page went back:\n   ${reason}`)

const freed = [42, 7, 99].map((id) => manager.free(id))
printTable('Freed three of them', freed)

const again = reserveAll(manager).slots
printTable('Reserved until full again: the same ids and pages come back, lowest first', again)

try {
  manager.free(7)
  manager.free(7)
} catch (error) {
  if (!(error instanceof VmAllocatorError)) throw error
  console.log(`\nFreeing device 7 twice was refused:\n   ${error.kind}: ${error.message}`)
}
