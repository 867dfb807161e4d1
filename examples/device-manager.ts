// A device manager like a VMM's: each device gets an id and one page of the MMIO window below 4 GiB. It is the example
// of the crate's documentation, in TypeScript.
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

  /** Frees both; throws the crate's `NeverAllocated` or `AlreadyReleased` if the id isn't in use. */
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

function table(title: string, slots: readonly DeviceSlot[]): string {
  const rows = slots.map(
    ({ id, mmioRange: { start, end } }) => ` ${String(id).padStart(4)} │ ${hex(start)}    │ ${hex(end)}`,
  )
  const shown = rows.length > 8 ? [...rows.slice(0, 4), '    ⋮ │     ⋮         │     ⋮', ...rows.slice(-2)] : rows
  const head = ['   id │ first address │ last address', ' ─────┼───────────────┼─────────────']
  return [`\n${title}\n`, ...head, ...shown].join('\n')
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

const manager = new DeviceManager()
// Print everything at once, so that nothing is left to write if a reader such as `head` leaves early.
const report = [`Device manager: ${manager}`]

const { slots, reason } = reserveAll(manager)
report.push(table(`Reserved ${slots.length} devices, until no id was left`, slots))
report.push(`\nThe next one was refused, and its page went back:\n   ${reason}`)

const freed = [42, 7, 99].map((id) => manager.free(id))
report.push(table('Freed three of them', freed))

const again = reserveAll(manager).slots
report.push(table('Reserved until full again: the same ids and pages come back, lowest first', again))

try {
  manager.free(7)
  manager.free(7)
} catch (error) {
  if (!(error instanceof VmAllocatorError)) throw error
  report.push(`\nFreeing device 7 twice was refused:\n   ${error.kind}: ${error.message}`)
}

console.log(report.join('\n'))
