import type { AddressDescription, AddressStats } from './address-description.ts'
import {
  type AllocateOptions,
  type AllocateRequest,
  type CheckedRequest,
  readRequest,
  toSize,
} from './address-request.ts'
import { Adopted } from './adopted.ts'
import { type AllocPolicy, EXACT_MATCH, policyAddress, policyCode, policyOf, readPolicy } from './alloc-policy.ts'
import { member, readOptionsObject, toBytes, toU64, type U64Like, wrongType } from './argument.ts'
import { native } from './binding/index.ts'
import {
  ADDRESS,
  ALIGN,
  ALLOCATED,
  BOUNDED,
  DONE,
  END,
  POLICY,
  SIZE,
  SLOT,
  START,
  STATE,
  STATUS,
  WITHIN_END,
  WITHIN_START,
} from './binding/mailbox.ts'
import type { AddressHandle } from './binding/native.ts'
import { addEntryPoints } from './caller.ts'
import { DEFAULT_CONSTRAINT_ALIGN } from './constraint.ts'
import { inspectAs } from './inspect.ts'
import { hex, writeHex } from './json.ts'
import { lastRefusal } from './last-refusal.ts'
import { describedRanges, ManagedRange, managedRanges, plainRanges, type RangeState, toState } from './managed-range.ts'
import { NativeState, showState } from './native-state.ts'
import { newRange, RangeInclusive, type RangeLike, readRange } from './range-inclusive.ts'
import type { VmAllocatorError } from './vm-allocator-error.ts'

// Calling a module constant is faster than calling a member of an object.
const { allocate, at, fit, free, freeAt } = native
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
   * Refuse or repair the crate's surprises: no address has two owners, nothing is lost, and whatever is free can be allocated
   * ([canonical or sound](../docs/sound-mode.md)). `false` by default: every answer is the crate's.
   */
  readonly sound?: boolean | undefined
}

/**
 * Allocates ranges from one space of addresses: the crate's
 * [`AddressAllocator`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html).
 *
 * A call that throws has changed nothing. Sound mode has no exception to this; canonical mode has two, deviations D3 and D10
 * ([Deviations](../docs/deviations.md)).
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
   * Creates an allocator of the addresses `base`…`base + size − 1`, all of them free. The crate's
   * [`AddressAllocator::new`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html#method.new).
   *
   * @example
   * ```ts
   * new AddressAllocator(0xc000n, 0x1000n) // AddressAllocator [0xc000, 0xcfff] 0 allocated, 1 free
   * ```
   * @param base - the first address to manage, a u64
   * @param size - the number of addresses to manage, 1…2⁶⁴−1
   * @param options - the mode; canonical by default
   * @throws VmAllocatorError `Underflow` for a size of 0, `Overflow` when the space would pass 2⁶⁴−1,
   *   `InvalidRange` for all of 0…2⁶⁴−1
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is not a u64
   */
  constructor(base: U64Like, size: U64Like, options?: AddressAllocatorOptions) {
    super()
    const handle =
      Adopted.handleOf<AddressHandle>(base) ??
      native.createAddressAllocator(toU64('base', base), toU64('size', size), toSound(options))
    if (handle === null) throw lastRefusal(AddressAllocator)
    this.#handle = handle
    this.#slot = native.addressSlot(handle)
    showState(this, AddressAllocator.#state)
  }

  static readonly #state = {
    __proto__: null,
    enumerable: true,
    get(this: AddressAllocator): object {
      const handle = this.#handle
      const first: string[] = []
      let range = this.at(native.addressBase(handle))
      while (range !== undefined && first.length < SHOWN_RANGES) {
        first.push(`${range}`)
        range = range.end < native.addressEnd(handle) ? this.at(range.end + 1n) : undefined
      }
      return { shown: this.toString(), first, digest: native.addressDigest(handle) }
    },
  }

  /**
   * Restores an allocator from a snapshot that this package or a Rust VMM wrote. The whole snapshot is validated first, in time
   * linear in its length. The crate's counterpart is serde's `Deserialize`, which validates nothing (deviation D9).
   *
   * @example
   * ```ts
   * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
   * AddressAllocator.restore(mmio.snapshot()).equals(mmio) // true
   * ```
   * @param snapshot - what {@link AddressAllocator.snapshot} or `serde_json::to_string` wrote, as text or as UTF-8 bytes
   * @param options - in sound mode, a snapshot with lost ranges (deviation D3) is refused, and separate free
   *   neighbours (D4, D12) are merged
   * @throws InvalidSnapshotError with the path in the document and the reason
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `snapshot` is neither text nor bytes
   */
  static restore(snapshot: string | Uint8Array, options?: AddressAllocatorOptions): AddressAllocator {
    const handle = native.restoreAddressAllocator(toBytes('snapshot', snapshot), toSound(options))
    if (handle === null) throw lastRefusal(AddressAllocator.restore)
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
   * @param size - the size in bytes, 1…2⁶⁴−1
   * @param align - the alignment of the first address: a power of two, in bytes;
   *   {@link DEFAULT_CONSTRAINT_ALIGN} by default
   * @param policy - where to place the range; `AllocPolicy.FirstMatch` by default
   * @throws VmAllocatorError `ResourceNotAvailable` when nothing fits, `InvalidSize`, `InvalidAlignment`,
   *   `UnalignedAddress` as for {@link Constraint}; `InvalidStateTransition` when `ExactMatch` names exactly a live
   *   range; `Overflow` when the range would pass or end at 2⁶⁴−1. Sound mode throws neither: it allocates whatever is
   *   free, and refuses everything else with `ResourceNotAvailable`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is not a u64 or a policy
   */
  allocate(size: U64Like, align?: U64Like, policy?: AllocPolicy): RangeInclusive
  /**
   * Allocates a range with options. With `within`, FirstMatch and LastMatch mean the lowest and the highest place within the
   * bounds, and the crate is asked for exactly that place. Canonical mode refuses what the crate's `ExactMatch` can't
   * allocate (deviations D6, D7 and D14).
   *
   * @example
   * ```ts
   * const mmio = new AddressAllocator(0xc000_0000n, 1n << 30n)
   * mmio.allocate(0x1000n, { align: 0x1000n, within: { start: 0xd000_0000n, end: 0xdfff_ffffn } })
   * // RangeInclusive [0xd0000000, 0xd0000fff]
   * ```
   * @param size - the size in bytes, 1…2⁶⁴−1
   * @param options - alignment, policy and bounds
   * @throws VmAllocatorError as with the three arguments; `InvalidRange` when `within` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE` also for an unknown option
   */
  allocate(size: U64Like, options: AllocateOptions): RangeInclusive
  /**
   * Allocates a range for a {@link Constraint}, or for an object with a `size` and the same options.
   *
   * @example
   * ```ts
   * const page = new Constraint(0x1000n, 0x1000n)
   * new AddressAllocator(0xd000_0000n, 768n << 20n).allocate(page) // RangeInclusive [0xd0000000, 0xd0000fff]
   * ```
   * @param request - size, alignment, policy and bounds
   * @throws VmAllocatorError as with the three arguments; `InvalidRange` when `within` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when it has no size, or an unknown member
   */
  allocate(request: AllocateRequest): RangeInclusive
  allocate(
    size: U64Like | AllocateRequest,
    align: U64Like | AllocateOptions = DEFAULT_CONSTRAINT_ALIGN,
    policy?: AllocPolicy,
  ): RangeInclusive {
    if (typeof size === 'object' || typeof align === 'object') {
      const request = readRequest(size, align, policy)
      const range = newRange()
      post(request)
      words[SLOT] = this.#slot
      allocate()
      if (halves[STATUS] !== DONE) throw allocateRefusal(this.#handle, request)
      range.start = words[START] as bigint
      range.end = words[END] as bigint
      return range
    }
    const given = readPolicy(policy)
    const bytes = toSize(size)
    const alignment = toU64('align', align)
    const code = policyCode(given)
    const address = policyAddress(code, given)
    const range = newRange()
    // No foreign code runs from here on, so no other call can overwrite the mailbox or lose the range.
    words[SIZE] = bytes
    words[ALIGN] = alignment
    halves[POLICY] = code
    if (code === EXACT_MATCH) words[ADDRESS] = address
    words[SLOT] = this.#slot
    allocate()
    if (halves[STATUS] !== DONE) {
      const request = { size: bytes, align: alignment, policy: code, address, within: undefined }
      throw allocateRefusal(this.#handle, request)
    }
    range.start = words[START] as bigint
    range.end = words[END] as bigint
    return range
  }

  /**
   * The range that {@link AddressAllocator.allocate} would return for the same arguments, or `undefined` if nothing
   * fits. Changes nothing. The crate has no such item.
   *
   * @example
   * ```ts
   * const ports = new AddressAllocator(0xc000n, 0x100n)
   * ports.fit(0x20n, 0x20n) // RangeInclusive [0xc000, 0xc01f]
   * ports.fit(0x200n) // undefined
   * ```
   * @param size - the size in bytes, 1…2⁶⁴−1
   * @param align - as for `allocate`
   * @param policy - as for `allocate`
   * @throws VmAllocatorError `InvalidSize`, `InvalidAlignment`, `UnalignedAddress`, `InvalidRange` as for `allocate`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is not a u64 or a policy
   */
  fit(size: U64Like, align?: U64Like, policy?: AllocPolicy): RangeInclusive | undefined
  /**
   * The same for a size with options.
   *
   * @example
   * ```ts
   * const ports = new AddressAllocator(0xc000n, 0x100n)
   * ports.fit(0x20n, { within: { start: 0xc080n, end: 0xc0ffn } }) // RangeInclusive [0xc080, 0xc09f]
   * ```
   * @param size - the size in bytes, 1…2⁶⁴−1
   * @param options - alignment, policy and bounds
   */
  fit(size: U64Like, options: AllocateOptions): RangeInclusive | undefined
  /**
   * The same for a {@link Constraint}, or an object with a `size` and the same options.
   *
   * @param request - size, alignment, policy and bounds
   */
  fit(request: AllocateRequest): RangeInclusive | undefined
  fit(
    size: U64Like | AllocateRequest,
    align?: U64Like | AllocateOptions,
    policy?: AllocPolicy,
  ): RangeInclusive | undefined {
    post(readRequest(size, align, policy))
    words[SLOT] = this.#slot
    fit()
    if (halves[STATUS] === DONE) return new RangeInclusive(words[START] as bigint, words[END] as bigint)
    const refusal = lastRefusal(AddressAllocator.prototype.fit)
    if (NO_PLACE.has((refusal as VmAllocatorError).kind)) return undefined
    throw refusal
  }

  /**
   * Frees an allocated range as a whole. The crate's
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
   * @throws VmAllocatorError `ResourceNotAvailable` when no such range is allocated, `InvalidRange` when it is
   *   not a range; `Underflow` and `Overflow` only in canonical mode (deviation D3)
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  free(range: RangeLike): void {
    const { start, end } = readRange('range', range)
    const first = toU64('range', start, 'start')
    const last = toU64('range', end, 'end')
    words[START] = first
    words[END] = last
    words[SLOT] = this.#slot
    free()
    if (halves[STATUS] !== DONE) {
      const request = { operation: 'free', range: { start: first, end: last } } as const
      throw lastRefusal(AddressAllocator.prototype.free, request)
    }
  }

  /**
   * Frees the live range that starts at an address, and returns it. The crate has no such item: it also needs the end.
   *
   * @example
   * ```ts
   * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
   * mmio.allocate(0x1000n, 0x1000n)
   * mmio.freeAt(0xd000_0000n) // RangeInclusive [0xd0000000, 0xd0000fff]
   * ```
   * @param start - the first address of the range, a u64
   * @returns the range that was freed
   * @throws VmAllocatorError `ResourceNotAvailable` when no live range starts there; `Underflow` and `Overflow` only
   *   in canonical mode (deviation D3)
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `start` is not a u64
   */
  freeAt(start: U64Like): RangeInclusive {
    const first = toU64('start', start)
    const range = newRange()
    words[START] = first
    words[SLOT] = this.#slot
    freeAt()
    if (halves[STATUS] !== DONE) {
      throw lastRefusal(AddressAllocator.prototype.freeAt, { operation: 'freeAt', start: first })
    }
    range.start = words[START] as bigint
    range.end = words[END] as bigint
    return range
  }

  /**
   * The range that contains an address, with its state; `undefined` outside the managed space, and where the crate has
   * lost a range (deviation D3). Takes O(log n). The crate has no such item.
   *
   * @example
   * ```ts
   * const ports = new AddressAllocator(0xc000n, 0x100n)
   * ports.allocate(0x20n, 0x20n)
   * String(ports.at(0xc010n)) // 'RangeInclusive [0xc000, 0xc01f] allocated'
   * ports.at(0xd000n) // undefined
   * ```
   * @param address - a u64
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `address` is not a u64
   */
  at(address: U64Like): ManagedRange | undefined {
    words[START] = toU64('address', address)
    words[SLOT] = this.#slot
    at()
    const state = halves[STATE]
    if (state === 0) return undefined
    return new ManagedRange(words[START] as bigint, words[END] as bigint, state === ALLOCATED ? 'allocated' : 'free')
  }

  /**
   * All ranges with their states, in address order, as the crate holds them. The crate shows them only in its serde form.
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
   * Only the allocated or only the free ranges, in address order.
   *
   * @example
   * ```ts
   * new AddressAllocator(0xc000n, 0x100n).ranges('free') // [RangeInclusive [0xc000, 0xc0ff]]
   * ```
   * @param state - which ranges to list; `undefined` lists all
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `state` is neither `'allocated'` nor `'free'`
   */
  ranges(state: RangeState | undefined): RangeInclusive[]
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
    return writeHex({ ...stats, fragmentation })
  }

  /**
   * The complete state as JSON text, byte for byte what `serde_json::to_string` writes for the crate's type. Its numbers
   * are u64, so don't pass it through `JSON.parse` ([Snapshots](../docs/snapshots.md)).
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
   * An independent copy in the same state and mode. Use it to try several calls, and continue with the copy if all of them
   * succeed. In canonical mode, undoing a call with `free` doesn't always restore the state (deviation D7). The crate's `Clone`.
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
   * node (its `PartialEq`). Different operations can lead to the same ranges in a different tree; compare `ranges()` if
   * only the ranges matter.
   *
   * @example
   * ```ts
   * const ports = new AddressAllocator(0xc000n, 0x100n)
   * ports.equals(ports.clone()) // true
   * ```
   * @param other - the allocator to compare with
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `other` is not an AddressAllocator
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

  /** What `console.log` prints: the space, the counts and the mode. */
  override toString(): string {
    const { allocatedRanges, freeRanges } = native.addressStats(this.#handle)
    const space = `[${hex(native.addressBase(this.#handle))}, ${hex(native.addressEnd(this.#handle))}]`
    const mode = native.addressSound(this.#handle) ? ', sound' : ''
    return `AddressAllocator ${space} ${allocatedRanges} allocated, ${freeRanges} free${mode}`
  }
}

/** Writes a request into the mailbox. The caller adds the slot, and calls the native function next. */
function post({ size, align, policy, address, within }: CheckedRequest): void {
  words[SIZE] = size
  words[ALIGN] = align
  halves[POLICY] = within === undefined ? policy : policy + BOUNDED
  words[ADDRESS] = address
  if (within !== undefined) {
    words[WITHIN_START] = within.start
    words[WITHIN_END] = within.end
  }
}

/** The error for the request that was just refused, with the longest range that is free instead. */
function allocateRefusal(handle: AddressHandle, { size, align, policy, address, within }: CheckedRequest): Error {
  const asked = { operation: 'allocate', size, align, policy: policyOf(policy, address) } as const
  const request = within === undefined ? asked : { ...asked, within: new RangeInclusive(within.start, within.end) }
  return lastRefusal(AddressAllocator.prototype.allocate, request, () => {
    const { start, end } = within ?? EVERYWHERE
    const [first, last] = native.addressLargest(handle, align, start, end)
    return first === undefined || last === undefined ? undefined : new RangeInclusive(first, last)
  })
}

/** The kinds that mean that there is no room; docs/deviations.md explains the last two. */
const NO_PLACE: ReadonlySet<VmAllocatorError['kind']> = new Set([
  'ResourceNotAvailable',
  'InvalidStateTransition',
  'Overflow',
])
const EVERYWHERE = { start: 0n, end: 2n ** 64n - 1n }

inspectAs(AddressAllocator, (allocator) => allocator.toString())
addEntryPoints(AddressAllocator)

function adopt(handle: AddressHandle): AddressAllocator {
  return new AddressAllocator(new Adopted(handle) as never, 0)
}

/** The report of a failing test shows at most this many ranges. */
const SHOWN_RANGES = 8

const OPTIONS = ['sound']

function toSound(options: AddressAllocatorOptions | undefined): boolean {
  if (options === undefined) return false
  const sound: unknown = readOptionsObject(options, (value) => member(value, 'sound'), { names: OPTIONS })
  if (sound !== undefined && typeof sound !== 'boolean') throw wrongType('options.sound', 'a boolean', sound)
  return sound === true
}
