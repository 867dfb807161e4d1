import type { AddressDescription, AddressStats } from './address-description.ts'
import { Adopted } from './adopted.ts'
import { AllocPolicy, policyCode, readPolicy, toPolicy } from './alloc-policy.ts'
import { readObject, readOptionsObject, toBytes, toU64, type U64Like, wrongType } from './argument.ts'
import { native } from './binding/index.ts'
import { ADDRESS, ALIGN, DONE, END, POLICY, SIZE, SLOT, START, STATUS } from './binding/mailbox.ts'
import type { AddressHandle } from './binding/native.ts'
import { type Constraint, DEFAULT_CONSTRAINT_ALIGN } from './constraint.ts'
import { inspectAs } from './inspect.ts'
import { lastRefusal } from './last-refusal.ts'
import {
  describedRanges,
  type ManagedRange,
  managedRanges,
  plainRanges,
  type RangeState,
  toState,
} from './managed-range.ts'
import { NativeState } from './native-state.ts'
import { hex, newRange, type RangeInclusive, type RangeLike, readRange } from './range-inclusive.ts'

// Constants of the module are called faster than members of an object.
const { allocate, free } = native
const { words, halves } = native.mailbox

/**
 * How an {@link AddressAllocator} behaves.
 *
 * @example
 * ```ts
 * new AddressAllocator(0xd000_0000n, 768n << 20n, { sound: true }).sound // true
 * ```
 */
export interface AddressAllocatorOptions {
  /**
   * Refuse or repair the crate's surprises: no address has two owners, nothing is lost, and what is free can be had
   * ([canonical or sound](../docs/sound-mode.md)). `false` by default: every answer is the crate's.
   */
  readonly sound?: boolean | undefined
}

/**
 * Allocates ranges from one space of addresses: the crate's
 * [`AddressAllocator`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html).
 *
 * Whatever throws has changed nothing; canonical mode has two exceptions to that, deviations D3 and D10
 * ([deviations](../docs/deviations.md)), sound mode has none.
 *
 * @example
 * ```ts
 * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
 * const page = mmio.allocate(0x1000n, 0x1000n)
 * mmio.free(page)
 * mmio // AddressAllocator [0xd0000000, 0xffffffff] 0 allocated, 1 free
 * ```
 */
export class AddressAllocator extends NativeState {
  readonly #handle: AddressHandle
  readonly #slot: bigint

  /**
   * Manages the addresses `base`…`base + size − 1`, all of them free. The crate's
   * [`AddressAllocator::new`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html#method.new).
   *
   * @example
   * ```ts
   * new AddressAllocator(0xc000n, 0x1000n) // AddressAllocator [0xc000, 0xcfff] 0 allocated, 1 free
   * ```
   * @param base - the first address to manage, a u64
   * @param size - how many addresses to manage, in bytes, 1…2⁶⁴−1
   * @param options - the mode; canonical by default
   * @throws {@link VmAllocatorError} `Underflow` for a size of 0, `Overflow` when the space would pass 2⁶⁴−1,
   *   `InvalidRange` for all of 0…2⁶⁴−1
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is no u64
   */
  constructor(base: U64Like, size: U64Like, options?: AddressAllocatorOptions) {
    super()
    const handle =
      Adopted.handleOf<AddressHandle>(base) ??
      native.createAddressAllocator(toU64('base', base), toU64('size', size), toSound(options))
    if (handle === null) throw lastRefusal()
    this.#handle = handle
    this.#slot = native.addressSlot(handle)
  }

  /**
   * Continues from a snapshot, of this package or of a Rust VMM. All of it is validated before it is used, in time
   * linear in its length. It stands for serde's `Deserialize` of the crate, which validates nothing (deviation D9).
   *
   * @example
   * ```ts
   * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
   * AddressAllocator.restore(mmio.snapshot()).equals(mmio) // true
   * ```
   * @param snapshot - what {@link AddressAllocator.snapshot} or `serde_json::to_string` wrote, as text or as UTF-8 bytes
   * @param options - in sound mode a snapshot that already carries a loss (deviation D3) is refused, and free neighbours
   *   that it holds apart (D4, D12) are merged
   * @throws {@link InvalidSnapshotError} with the path inside the document and the reason
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `snapshot` is neither text nor bytes
   */
  static restore(snapshot: string | Uint8Array, options?: AddressAllocatorOptions): AddressAllocator {
    const handle = native.restoreAddressAllocator(toBytes('snapshot', snapshot), toSound(options))
    if (handle === null) throw lastRefusal()
    return adopt(handle)
  }

  /** The first managed address. The crate's [`base`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html#method.base). */
  get base(): bigint {
    return native.addressBase(this.#handle)
  }

  /** The last managed address. The crate's [`end`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html#method.end). */
  get end(): bigint {
    return native.addressEnd(this.#handle)
  }

  /** Whether the allocator is in sound mode. The crate has no such mode. */
  get sound(): boolean {
    return native.addressSound(this.#handle)
  }

  /**
   * Allocates a range. The crate's [`allocate`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html#method.allocate).
   *
   * @example
   * ```ts
   * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
   * mmio.allocate(0x1000n, 0x1000n) // RangeInclusive [0xd0000000, 0xd0000fff]
   * mmio.allocate(1n << 20n, 1n << 20n, AllocPolicy.LastMatch) // RangeInclusive [0xfff00000, 0xffffffff]
   * mmio.allocate(0x1000n, 0x1000n, AllocPolicy.ExactMatch(0xd000_4000n)).start // 3489677312n
   * ```
   * @param size - how many addresses, in bytes, 1…2⁶⁴−1
   * @param align - what the first address must be a multiple of: a power of two, in bytes;
   *   {@link DEFAULT_CONSTRAINT_ALIGN} by default
   * @param policy - where to place the range; `AllocPolicy.FirstMatch` by default
   * @throws {@link VmAllocatorError} `ResourceNotAvailable` when there is no place, `InvalidSize`, `InvalidAlignment`,
   *   `UnalignedAddress` as for {@link Constraint}; `InvalidStateTransition` when `ExactMatch` names exactly a live
   *   range; `Overflow` when the range would pass or end at 2⁶⁴−1. Sound mode never answers the last two: what is free
   *   is allocated, everything else is `ResourceNotAvailable`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is no u64 or no policy
   */
  allocate(size: U64Like, align?: U64Like, policy?: AllocPolicy): RangeInclusive
  /**
   * Allocates a range under a constraint that was made before: the same with its `size`, `align` and `policy`.
   *
   * @example
   * ```ts
   * const page = new Constraint(0x1000n, 0x1000n)
   * new AddressAllocator(0xd000_0000n, 768n << 20n).allocate(page) // RangeInclusive [0xd0000000, 0xd0000fff]
   * ```
   * @param constraint - the request
   * @throws {@link VmAllocatorError} as with the three arguments
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when it is no {@link Constraint}
   */
  allocate(constraint: Constraint): RangeInclusive
  allocate(
    size: U64Like | Constraint,
    align: U64Like = DEFAULT_CONSTRAINT_ALIGN,
    policy?: AllocPolicy,
  ): RangeInclusive {
    if (typeof size === 'object') return this.#allocateConstraint(size)
    const given = policy === undefined ? undefined : readPolicy('policy', policy)
    const bytes = toU64('size', size)
    const alignment = toU64('align', align)
    const place = given === undefined ? AllocPolicy.FirstMatch : toPolicy('policy', given)
    const code = policyCode(place)
    const range = newRange()
    // From here on nothing runs but the call: the mailbox is this call's, and what is allocated is returned.
    words[SIZE] = bytes
    words[ALIGN] = alignment
    halves[POLICY] = code
    if (place.kind === 'ExactMatch') words[ADDRESS] = place.address
    words[SLOT] = this.#slot
    allocate()
    if (halves[STATUS] !== DONE) throw lastRefusal()
    range.start = words[START] as bigint
    range.end = words[END] as bigint
    return range
  }

  /**
   * Frees a range that was allocated before, whole. The crate's
   * [`free`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html#method.free).
   *
   * @example
   * ```ts
   * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
   * const page = mmio.allocate(0x1000n, 0x1000n)
   * mmio.free({ start: page.start, end: page.end })
   * mmio.ranges('allocated') // []
   * ```
   * @param range - the first and the last address, both inclusive
   * @throws {@link VmAllocatorError} `ResourceNotAvailable` when no such range is allocated, `InvalidRange` when it is
   *   no range; `Underflow` and `Overflow` in canonical mode alone (deviation D3)
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  free(range: RangeLike): void {
    const { start, end } = readRange('range', range)
    const first = toU64('range.start', start)
    const last = toU64('range.end', end)
    words[START] = first
    words[END] = last
    words[SLOT] = this.#slot
    free()
    if (halves[STATUS] !== DONE) throw lastRefusal()
  }

  /**
   * All ranges with their states, in address order, as the crate holds them: its API doesn't tell, its serde form does.
   * Takes time linear in the number of ranges.
   *
   * @example
   * ```ts
   * const ports = new AddressAllocator(0xc000n, 0x100n)
   * ports.allocate(0x20n, 0x20n)
   * ports.ranges().map(String) // ['RangeInclusive [0xc000, 0xc01f] allocated', 'RangeInclusive [0xc020, 0xc0ff] free']
   * ```
   */
  ranges(): ManagedRange[]
  /**
   * The allocated ranges or the free ones, in address order.
   *
   * @example
   * ```ts
   * new AddressAllocator(0xc000n, 0x100n).ranges('free') // [RangeInclusive [0xc000, 0xc0ff]]
   * ```
   * @param state - which of them
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `state` is neither `'allocated'` nor `'free'`
   */
  ranges(state: RangeState): RangeInclusive[]
  ranges(state?: RangeState): RangeInclusive[] {
    if (state === undefined) return managedRanges(native.addressRanges(this.#handle))
    return plainRanges(native.addressRanges(this.#handle, toState('state', state) === 'allocated'))
  }

  /**
   * How much is allocated and how much is free. Takes time linear in the number of ranges. The crate has no such item.
   *
   * @example
   * ```ts
   * const ports = new AddressAllocator(0xc000n, 0x100n)
   * ports.allocate(0x20n, 0x20n)
   * ports.stats().freeBytes // 224n
   * ```
   */
  stats(): AddressStats {
    const stats = native.addressStats(this.#handle)
    const { freeBytes, largestFreeRange } = stats
    const fragmentation = freeBytes === 0n ? 0 : Number(freeBytes - largestFreeRange) / Number(freeBytes)
    return { ...stats, fragmentation }
  }

  /**
   * The whole state as JSON text, byte for byte what `serde_json::to_string` writes for the crate's type. Its numbers
   * are u64: don't send it through `JSON.parse` ([snapshots](../docs/snapshots.md)).
   *
   * @example
   * ```ts
   * new AddressAllocator(0x1000n, 0x1000n).snapshot().slice(0, 42) // '{"address_space":{"start":4096,"end":8191}'
   * ```
   */
  snapshot(): string {
    return native.addressSnapshot(this.#handle)
  }

  /**
   * An independent allocator in the same state and mode. The crate's `Clone`.
   *
   * @example
   * ```ts
   * const ports = new AddressAllocator(0xc000n, 0x100n)
   * const trial = ports.clone()
   * trial.allocate(0x20n, 0x20n)
   * ports.equals(trial) // false
   * ```
   */
  clone(): AddressAllocator {
    return adopt(native.cloneAddressAllocator(this.#handle))
  }

  /**
   * Whether two allocators are equal as the crate defines it: the same space, and the same tree of ranges, node for
   * node (its `PartialEq`). The same ranges can stand in another tree after other operations; compare `ranges()` where
   * only they matter.
   *
   * @example
   * ```ts
   * const ports = new AddressAllocator(0xc000n, 0x100n)
   * ports.equals(ports.clone()) // true
   * ```
   * @param other - the allocator to compare with
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `other` is no AddressAllocator
   */
  equals(other: AddressAllocator): boolean {
    const comparable = typeof other === 'object' && other !== null && #handle in other
    if (!comparable) throw wrongType('other', 'an AddressAllocator', other)
    return native.addressEquals(this.#handle, other.#handle)
  }

  /**
   * A description in hex, for logs and pages. It isn't the format that {@link AddressAllocator.restore} reads.
   *
   * @example
   * ```ts
   * new AddressAllocator(0xc000n, 0x100n).toJSON().ranges // [{ start: '0xc000', end: '0xc0ff', state: 'free' }]
   * ```
   */
  toJSON(): AddressDescription {
    const handle = this.#handle
    const ranges = describedRanges(native.addressRanges(handle))
    const [base, end] = [hex(native.addressBase(handle)), hex(native.addressEnd(handle))]
    return { base, end, sound: native.addressSound(handle), ranges }
  }

  #allocateConstraint(constraint: Constraint): RangeInclusive {
    const expected = 'a bigint, a number or a Constraint'
    const { size, align, policy } = readObject('size', expected, constraint, (value) => ({
      size: value.size,
      align: value.align,
      policy: value.policy,
    }))
    const sized = typeof size === 'bigint' || typeof size === 'number'
    if (!sized || align === undefined || policy === undefined) throw wrongType('size', expected, constraint)
    return this.allocate(size, align, policy)
  }
}

inspectAs(AddressAllocator, (allocator) => {
  const { base, end, sound } = allocator
  const { allocatedRanges, freeRanges } = allocator.stats()
  return `AddressAllocator [${hex(base)}, ${hex(end)}] ${allocatedRanges} allocated, ${freeRanges} free${sound ? ', sound' : ''}`
})

function adopt(handle: AddressHandle): AddressAllocator {
  return new AddressAllocator(new Adopted(handle) as never, 0)
}

function toSound(options: AddressAllocatorOptions | undefined): boolean {
  if (options === undefined) return false
  const sound: unknown = readOptionsObject(options, (value) => value.sound)
  if (sound !== undefined && typeof sound !== 'boolean') throw wrongType('options.sound', 'a boolean', sound)
  return sound === true
}
