// Draws the picture of README.md, docs/images/map-mmio32.svg: the MMIO window of docs/getting-started.md.
//   npx tsx examples/map-picture.ts
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AddressAllocator, AllocPolicy } from 'vm-allocator'
import { renderMap } from 'vm-allocator/map'

const FILE = new URL('../docs/images/map-mmio32.svg', import.meta.url)
const PAGE = 0x1000n
const MIB = 1n << 20n

/** The picture. */
export function drawPicture(): string {
  const mmio = new AddressAllocator(0xd000_0000n, 768n * MIB, { sound: true })
  const labels = new Map([
    [mmio.allocate(PAGE, PAGE).start, 'virtio-console'],
    [mmio.allocate(PAGE, PAGE, AllocPolicy.ExactMatch(0xfec0_0000n)).start, 'I/O APIC'],
    [mmio.allocate(MIB, MIB, AllocPolicy.LastMatch).start, 'virtio-net'],
    [mmio.allocate(MIB, MIB, AllocPolicy.LastMatch).start, 'virtio-blk'],
    [mmio.allocate(16n * MIB, 16n * MIB, AllocPolicy.LastMatch).start, 'gpu'],
  ])
  return renderMap(mmio, { format: 'svg', title: 'MMIO below 4 GiB', labels })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, drawPicture())
