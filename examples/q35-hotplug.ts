// A machine like QEMU's q35: eight root ports, each with its own hot-plug window, and 300 random plugs. A device goes
// behind the first port with room for all of it, so its needs are never split between two windows.
import { NoRoomError, type PoolDefinitions, SystemAllocator } from 'vm-allocator/system'

const MIB = 1n << 20n
const GIB = 1n << 30n
const PORTS = 8

/** The chipset's window below 4 GiB, a prefetchable one above, and a part of both for each root port. */
const chipset = new SystemAllocator({
  mmio: { base: 0x8000_0000n, size: 768n * MIB },
  prefetchable: { base: 32n * GIB, size: 64n * GIB },
  buses: { ids: [1, 255] },
})

const windows: { [pool: string]: PoolDefinitions[string] } = { msi: { ids: [24, 2047] } }
for (let port = 0; port < PORTS; port++) {
  const { mmio, prefetchable } = chipset.attach(`root port ${port}`, {
    mmio: { pool: 'mmio', size: 32n * MIB, align: MIB },
    prefetchable: { pool: 'prefetchable', size: 4n * GIB, align: MIB },
    bus: { pool: 'buses' },
  })
  windows[`mmio ${port}`] = { base: mmio.range.start, size: mmio.range.len }
  windows[`prefetchable ${port}`] = { base: prefetchable.range.start, size: prefetchable.range.len }
}
const slots: SystemAllocator = new SystemAllocator(windows)

let [plugged, unplugged, refused] = [0, 0, 0]
let seed = 1
for (let event = 0; event < 300; event++) {
  if (random(3) === 0 && slots.devices.size > 0) {
    const names = [...slots.devices.keys()]
    slots.detach(names[random(names.length)] as string)
    unplugged++
  } else if (plug(`device ${event}`)) plugged++
  else refused++
}

console.log(`${plugged} devices were plugged in, ${unplugged} were unplugged, ${refused} found no room.`)
console.log(`${slots.devices.size} are there, and a restored machine is the same: ${restoredIsEqual()}.`)

/** Attaches the device behind the first port with room for both BARs. Ports without room stay unchanged. */
function plug(name: string): boolean {
  const [registers, memory] = [MIB << BigInt(random(5)), (16n * MIB) << BigInt(random(7))]
  for (let port = 0; port < PORTS; port++) {
    try {
      slots.attach(name, {
        bar0: { pool: `mmio ${port}`, size: registers },
        bar2: { pool: `prefetchable ${port}`, size: memory },
        msi: { pool: 'msi', count: 1 << random(4), block: true },
      })
      return true
    } catch (error) {
      if (!(error instanceof NoRoomError)) throw error
    }
  }
  return false
}

function restoredIsEqual(): boolean {
  return SystemAllocator.restore(slots.snapshot()).equals(slots)
}

/** An integer below `limit`, from the same sequence in each run. */
function random(limit: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff
  return (seed >>> 8) % limit
}
