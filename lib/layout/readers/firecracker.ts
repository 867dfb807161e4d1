import { LayoutBuilder } from '../builder.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { LayoutRange } from '../layout-range.ts'
import { nameOwners } from '../merge.ts'
import { type DebugFrame, readRustDebug } from './rust-debug.ts'
import { noteReversed } from './skipped.ts'

const FORMAT = 'firecracker-info-vmstate'
const TOP = 2n ** 64n

/** Ranges and interrupts of a frame whose device isn't known yet. */
interface Claim {
  /** The name to use if no device has one. */
  fallback: string
  readonly ids: number[]
  readonly ranges: {
    readonly start: bigint
    readonly end: bigint
    readonly suffix: string
    readonly type: 'mmio' | 'bar' | 'pmem' | 'virtio-mem'
    readonly space: 'memory' | 'io'
    readonly width?: 32 | 64
    readonly prefetchable?: boolean
  }[]
  owner: string | undefined
}

/** Reads the output of `snapshot-editor info-vmstate vm-state`: a microVM's state in Rust's `{:#?}` format. */
export function readFirecracker(text: string): Layout {
  const builder = new LayoutBuilder(FORMAT)
  const claims = new Map<DebugFrame, Claim[]>()
  const pools: DebugFrame[] = []
  const root: Claim[] = []
  const frames = readRustDebug(text, {
    close(frame, parent) {
      const found = claims.get(frame) ?? []
      claims.delete(frame)
      const claim = claimOf(frame, builder)
      if (claim !== undefined) found.push(claim)
      nameClaims(frame, found)
      if (found.length > 0) {
        const above = parent === undefined ? root : (claims.get(parent) ?? [])
        for (const one of found) above.push(one)
        if (parent !== undefined) claims.set(parent, above)
      }
      if (frame.name === 'GuestMemoryRegionState') addRam(builder, frame)
      if (frame.name === 'IdAllocator' || frame.name === 'AddressAllocator') pools.push(frame)
    },
  })
  if (frames === 0) throw new LayoutError('holds no struct as {:#?} prints it', FORMAT)
  for (const claim of root) addClaim(builder, claim)
  for (const pool of pools) addPool(builder, pool)
  // On ARM, the allocators are listed beside the devices that own the ranges.
  return builder.build(nameOwners)
}

/** A frame with the name of a device owns everything claimed inside it. */
function nameClaims(frame: DebugFrame, claims: readonly Claim[]): void {
  const { device_id: id, type_: type } = frame.fields
  for (const claim of claims) {
    if (claim.owner !== undefined) continue
    if (typeof id === 'string') claim.owner = id
    else if (typeof type === 'string') claim.fallback = type
    else if (claim.fallback === '' && !/^(?:device_info|transport_state|msi_vector_group|bars)?$/.test(frame.key)) {
      claim.fallback = frame.key
    }
  }
}

function claimOf(frame: DebugFrame, builder: LayoutBuilder): Claim | undefined {
  const claim: Claim = { fallback: '', ids: [], ranges: [], owner: undefined }
  const { fields } = frame
  if (frame.name === 'MMIODeviceInfo') {
    const [addr, len] = [fields['addr'], fields['len']]
    if (typeof addr === 'bigint' && typeof len === 'bigint' && len > 0n && addr + len <= TOP) {
      claim.ranges.push({ start: addr, end: addr + len - 1n, suffix: '', type: 'mmio', space: 'memory' })
    } else builder.note('a MMIODeviceInfo has no address and length', frame.line)
  }
  // Memory of a device: pmem has `start` and `size`, virtio-mem `addr` and `region_size`.
  if (frame.name === 'ConfigSpace') addMemory(claim, fields['start'], fields['size'], 'pmem')
  if (frame.name === 'VirtioMemState') addMemory(claim, fields['addr'], fields['region_size'], 'virtio-mem')
  for (const name of ['gsi', 'irq', 'irqs', 'vectors']) addIds(claim, fields[name])
  if (frame.key === 'bars' && frame.items.some(({ name }) => name === 'Bar')) addBars(claim, frame.items)
  return claim.ids.length + claim.ranges.length > 0 ? claim : undefined
}

function addMemory(claim: Claim, start: unknown, size: unknown, type: 'pmem' | 'virtio-mem'): void {
  if (typeof start !== 'bigint' || typeof size !== 'bigint' || size === 0n || start + size > TOP) return
  claim.ranges.push({ start, end: start + size - 1n, suffix: '', type, space: 'memory' })
}

/** Adds a region of the guest's RAM. The state on x86-64 has none. */
function addRam(builder: LayoutBuilder, { fields, line }: DebugFrame): void {
  const { base_address: start, size, region_type: type } = fields
  if (typeof start !== 'bigint' || typeof size !== 'bigint' || size === 0n || start + size > TOP) return
  const label = type === 'Hotpluggable' ? 'hotpluggable RAM' : 'RAM'
  builder.add('memory', new LayoutRange(start, start + size - 1n, label, 'memory', 'ram', line))
}

function addIds(claim: Claim, value: unknown): void {
  for (const id of Array.isArray(value) ? value : [value]) {
    if (typeof id === 'bigint' && id < 2n ** 32n) claim.ids.push(Number(id))
  }
}

/** Decodes a BAR as in configuration space: the address with its flags, and the value read after writing all ones. */
function addBars(claim: Claim, bars: readonly DebugFrame[]): void {
  for (let index = 0; index < bars.length; index++) {
    const [address, size] = encodedOf(bars[index])
    if (address === undefined || size === undefined || size === 0n) continue
    const isIo = (address & 1n) === 1n
    const isWide = !isIo && (address & 6n) === 4n
    const [high, highSize] = isWide ? encodedOf(bars[index + 1]) : [0n, 0xffff_ffffn]
    const flags = isIo ? 3n : 15n
    const start = ((high ?? 0n) << 32n) | (address & ~flags & 0xffff_ffffn)
    const mask = ((highSize ?? 0xffff_ffffn) << 32n) | (size & ~flags & 0xffff_ffffn)
    const length = BigInt.asUintN(64, ~mask + 1n)
    const suffix = ` BAR ${index}`
    if (length > 0n && start + length <= TOP) {
      claim.ranges.push({
        ...{ start, end: start + length - 1n, suffix, type: 'bar', space: isIo ? 'io' : 'memory' },
        ...{ width: isWide ? 64 : 32, prefetchable: !isIo && (address & 8n) !== 0n },
      })
    }
    if (isWide) index++
  }
}

function encodedOf(bar: DebugFrame | undefined): [address: bigint | undefined, size: bigint | undefined] {
  const [address, size] = [bar?.fields['encoded_addr'], bar?.fields['encoded_size']]
  return [typeof address === 'bigint' ? address : undefined, typeof size === 'bigint' ? size : undefined]
}

function addClaim(builder: LayoutBuilder, { owner, fallback, ids, ranges }: Claim): void {
  const name = owner ?? fallback
  for (const { start, end, suffix, type, space, width, prefetchable } of ranges) {
    const kind = type === 'pmem' || type === 'virtio-mem' ? 'memory' : 'device'
    const range = builder.add(space, new LayoutRange(start, end, `${name}${suffix}`, kind, type))
    range.owner = name
    if (width !== undefined) range.width = width
    if (prefetchable !== undefined) range.prefetchable = prefetchable
  }
  for (const id of ids) builder.ids.push({ id, owner: name, pool: '' })
}

/** Adds the allocators, on architectures whose state has them. */
function addPool(builder: LayoutBuilder, frame: DebugFrame): void {
  const { range_base: base, range_end: end } = frame.fields
  // `None` once id 2^32-1 has been handed out.
  const next = frame.fields['next_id'] === 'None' && typeof end === 'bigint' ? end + 1n : frame.fields['next_id']
  if (typeof base === 'bigint' && typeof next === 'bigint' && typeof end === 'bigint') {
    const freed = new Set(Array.isArray(frame.fields['freed_ids']) ? frame.fields['freed_ids'] : [])
    for (let id = base; id < next && id <= end && id < base + 65_536n; id++) {
      if (!freed.has(id)) builder.ids.push({ id: Number(id), owner: '', pool: frame.key })
    }
  }
  const space = frame.structs['address_space']
  const [first, last] = [space?.fields['start'], space?.fields['end']]
  if (typeof first !== 'bigint' || typeof last !== 'bigint') return
  if (last < first) {
    noteReversed(builder, first, last, frame.key, frame.line)
    return
  }
  builder.add(frame.key, new LayoutRange(first, last, frame.key, 'window', 'pool', frame.line))
  for (const { start, end: stop } of frame.allocated) {
    builder.add(frame.key, new LayoutRange(start, stop, 'allocated', 'device', 'allocated', frame.line))
  }
}
