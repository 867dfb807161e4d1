import { random } from '../workloads/random.ts'

const HEAD = `# The devices of one virtual machine, as they come and go.
# attach DEVICE RESOURCE…   takes each resource in turn; detach DEVICE gives them back in reverse.
# RESOURCE: id, the device's slot; or POOL:SIZE, a range of SIZE bytes aligned to SIZE.
# Pools: mmio32 and pio are filled from below, mmio64 from above.
`

/** The needs of each kind of device, and how many of 100 hot-plugged devices are of that kind. */
const KINDS: readonly { readonly resources: readonly string[]; readonly share: number }[] = [
  // virtio over MMIO: a page of registers
  { resources: ['id', 'mmio32:0x1000'], share: 20 },
  // virtio over PCI, block or net: MSI-X table, legacy I/O, 16 KiB of modern registers
  { resources: ['id', 'pio:0x20', 'mmio32:0x1000', 'mmio64:0x4000'], share: 35 },
  // virtio-fs, virtio-pmem: a shared window
  { resources: ['id', 'mmio32:0x1000', 'mmio64:0x4000', 'mmio64:0x200000'], share: 10 },
  // an NVMe controller passed through
  { resources: ['id', 'mmio32:0x1000', 'mmio64:0x4000'], share: 15 },
  // a network card's virtual function
  { resources: ['id', 'mmio64:0x10000', 'mmio64:0x4000'], share: 12 },
  // a graphics card: registers, a slice of its memory, legacy I/O
  { resources: ['id', 'mmio32:0x1000000', 'mmio64:0x1000000', 'pio:0x80'], share: 3 },
  // a bridge: the windows behind it
  { resources: ['id', 'pio:0x1000', 'mmio32:0x200000', 'mmio64:0x100000'], share: 5 },
]
const AT_BOOT = 60
const EVENTS = 500
/** The most bridges and graphics cards, whose windows fill the pools first. */
const AT_MOST_LARGE = 8

/** The text of device-attach.txt, which is always the same. */
export function deviceAttachTrace(): string {
  const below = random()
  const lines: string[] = []
  const attached: { device: number; isLarge: boolean }[] = []
  let devices = 0
  while (attached.length < AT_BOOT) attach()
  for (let event = 0; event < EVENTS; event += 1) {
    // More devices come than go, so that the pools fill up.
    if (below(5) < 3) attach()
    else detach(below(attached.length))
  }
  while (attached.length > 0) detach(below(attached.length))
  return `${HEAD}${lines.join('\n')}\n`

  function attach(): void {
    const { share, resources } = pickKind(below(100))
    const isLarge = share <= 5
    if (isLarge && attached.filter((device) => device.isLarge).length >= AT_MOST_LARGE) return
    attached.push({ device: devices, isLarge })
    lines.push(`attach ${devices} ${resources.join(' ')}`)
    devices += 1
  }

  function detach(index: number): void {
    const [gone] = attached.splice(index, 1)
    lines.push(`detach ${gone?.device}`)
  }
}

/** The kind for a random number from 0 to 99. */
function pickKind(ticket: number): (typeof KINDS)[number] {
  let left = ticket
  const kind = KINDS.find(({ share }) => {
    left -= share
    return left < 0
  })
  if (kind === undefined) throw new Error('the shares add up to less than 100')
  return kind
}
