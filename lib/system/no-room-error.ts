import type { VmAllocatorError } from 'vm-allocator'
import { formatAddress, formatSize } from '../map/format.ts'
import { quote } from './pool-definition.ts'
import type { Request } from './request.ts'

/** Who holds a part of the place that was asked for. */
export interface Holder {
  /** The device. It can be the one that was to be attached: two of its own needs are in each other's way. */
  readonly device: string
  /** What the device calls it. */
  readonly resource: string
  /** The first address or id of what it holds there. */
  readonly start: bigint
  /** The last one, inclusive. */
  readonly end: bigint
}

/** What a pool that was asked had instead. */
export interface AskedPool {
  /** The name of the pool. */
  readonly pool: string
  /**
   * The longest free place that meets the alignment and lies within the bounds of the request, if there is any; of a
   * request for a particular place, the longest in the pool that meets the alignment. Both ends are inclusive.
   */
  readonly largest:
    | {
        /** The first address or id. */
        readonly start: bigint
        /** The last one, inclusive. */
        readonly end: bigint
      }
    | undefined
  /** How many addresses or ids are free within the same bounds. */
  readonly free: bigint
  /** Who holds the particular place that was asked for by `at`, `id` or `move`, in order; empty for other requests. */
  readonly holders: readonly Holder[]
  /** The pool's refusal: `ResourceNotAvailable`. */
  readonly cause: VmAllocatorError
}

/**
 * None of the pools that a need names has room for it. Nothing was changed.
 *
 * The message says what to do about it; the members carry the same as data.
 *
 * @example
 * ```ts
 * const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 1n << 20n } })
 * try {
 *   system.attach('gpu0', { bar0: { pool: 'mmio32', size: 16n << 20n } })
 * } catch (error) {
 *   if (error instanceof NoRoomError) console.log(error.message)
 * }
 * // gpu0.bar0 needs 16 MiB aligned to 16 MiB; mmio32 is only 1 MiB
 * ```
 */
export class NoRoomError extends Error {
  static {
    const name = { value: 'NoRoomError', configurable: true, writable: true }
    Object.defineProperty(NoRoomError.prototype, 'name', name)
  }

  /** What a program tells it by. It doesn't change between major versions. */
  readonly code = 'ERR_VM_ALLOCATOR_NO_ROOM'
  /** The device that was to be attached, or that has what was to be moved. */
  readonly device: string
  /** What the device calls the resource that finds no place. */
  readonly resource: string
  /** The pools that were asked, in order. */
  readonly pools: readonly AskedPool[]

  /** @internal */
  constructor(device: string, request: Request, pools: readonly AskedPool[]) {
    super(messageOf(device, request, pools), { cause: pools[0]?.cause })
    this.device = device
    this.resource = request.resource
    this.pools = pools
  }
}

/** More holders than this are counted. */
const NAMED_HOLDERS = 3

function messageOf(device: string, request: Request, pools: readonly AskedPool[]): string {
  const facts = pools.map((asked) => `${nameOf(asked.pool)} ${factOf(device, request, asked)}`)
  return `${nameOf(device)}.${nameOf(request.resource)} needs ${needOf(request)}; ${facts.join('; ')}`
}

/** `16 GiB aligned to 16 GiB`, `4 KiB at 0xfec00000`, `3 ids`, `id 24`. */
function needOf(request: Request): string {
  const { kind, size, exact, align } = request
  if (kind === 'range') {
    const where = exact === undefined ? `aligned to ${formatSize(align)}` : `at ${formatAddress(exact)}`
    return `${formatSize(size)} ${where}${boundsOf(request)}`
  }
  if (exact !== undefined) return `id ${exact}`
  const block = kind === 'block' && size > 1n ? ` in a block aligned to ${align}` : ''
  return `${count(size)}${block}${boundsOf(request)}`
}

function boundsOf({ kind, pools, exact, start, end }: Request): string {
  const bounded = exact === undefined && pools.some((pool) => pool.base < start || pool.end > end)
  if (!bounded) return ''
  return kind === 'range' ? ` within ${formatAddress(start)} to ${formatAddress(end)}` : ` within ${start} to ${end}`
}

function factOf(device: string, request: Request, { pool, largest, free, holders }: AskedPool): string {
  if (holders.length > 0) return `has it held by ${namesOf(device, holders)}`
  if (request.kind === 'ids') return free === 0n ? 'has none left' : `has ${free} left`
  if (free === 0n) return 'has nothing left'
  const all = request.pools.find(({ name }) => name === pool)
  if (all !== undefined && all.end - all.base + 1n < request.size) {
    return `is only ${request.kind === 'range' ? formatSize(all.end - all.base + 1n) : count(all.end - all.base + 1n)}`
  }
  if (largest === undefined) return 'has no free place with that alignment'
  const length = largest.end - largest.start + 1n
  return `has ${request.kind === 'range' ? formatSize(length) : count(length)} at most`
}

function namesOf(device: string, holders: readonly Holder[]): string {
  const named = holders.slice(0, NAMED_HOLDERS).map((holder) => {
    const name = `${nameOf(holder.device)}.${nameOf(holder.resource)}`
    return holder.device === device ? `${name} of the same device` : name
  })
  const others = holders.length - named.length
  return others === 0 ? named.join(', ') : `${named.join(', ')} and ${others} more`
}

function count(ids: bigint): string {
  return ids === 1n ? '1 id' : `${ids} ids`
}

/** A name as it is if it is a plain word, else quoted. */
function nameOf(name: string): string {
  return /^[\w:.@-]{1,60}$/.test(name) ? name : quote(name)
}
