/**
 * What is accepted for a u64: a `bigint` from 0 to 2⁶⁴−1, or a `number` that is a non-negative safe integer.
 * Anything else throws `ERR_INVALID_ARG_TYPE` or `ERR_OUT_OF_RANGE`.
 */
export type U64Like = bigint | number
/**
 * What you may pass as a range: any object with a first and a last address, both inclusive.
 *
 * @example
 * ```ts
 * new RangeInclusive(0x1000n, 0x1fffn).contains({ start: 0x1000, end: 0x10ff }) // true
 * ```
 */
export interface RangeLike {
  /** The first address. */
  readonly start: U64Like
  /** The last address, inclusive. */
  readonly end: U64Like
}
/**
 * A closed interval of addresses, `start` and `end` inclusive: the crate's
 * [`RangeInclusive`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html).
 *
 * `start` and `end` are own enumerable properties, so that a range survives `structuredClone` and `postMessage` as a
 * {@link RangeLike}.
 *
 * @example
 * ```ts
 * const page = new RangeInclusive(0xd000_0000n, 0xd000_0fffn)
 * page.len // 4096n
 * page.contains({ start: 0xd000_0010n, end: 0xd000_001fn }) // true
 * String(page) // 'RangeInclusive [0xd0000000, 0xd0000fff]'
 * ```
 */
export declare class RangeInclusive {
  /** The first address. The crate's [`start`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.start). */
  readonly start: bigint
  /** The last address. The crate's [`end`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.end). */
  readonly end: bigint
  /**
   * Creates a range. The crate's [`RangeInclusive::new`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.new).
   *
   * @param start - the first address, a u64
   * @param end - the last address, a u64 not below `start`
   * @throws VmAllocatorError `InvalidRange` when `start` is above `end`, and for 0…2⁶⁴−1, whose length is not a u64
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is not a u64
   */
  constructor(start: U64Like, end: U64Like)
  /**
   * The number of addresses, 1…2⁶⁴−1, which is the size in bytes. The crate's
   * [`len`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.len).
   */
  get len(): bigint
  /**
   * Whether this range contains all of `other`. The crate's
   * [`contains`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.contains).
   *
   * @example
   * ```ts
   * new RangeInclusive(0x1000n, 0x1fffn).contains({ start: 0x1f00n, end: 0x2000n }) // false
   * ```
   * @param other - a range, both ends inclusive
   * @throws VmAllocatorError `InvalidRange` when `other` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  contains(other: RangeLike): boolean
  /**
   * Whether the two ranges share an address. The crate's
   * [`overlaps`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.RangeInclusive.html#method.overlaps).
   *
   * @example
   * ```ts
   * new RangeInclusive(0x1000n, 0x1fffn).overlaps({ start: 0x1f00n, end: 0x2000n }) // true
   * ```
   * @param other - a range, both ends inclusive
   * @throws VmAllocatorError `InvalidRange` when `other` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  overlaps(other: RangeLike): boolean
  /**
   * Whether both ends are the same. The crate's `PartialEq`.
   *
   * @example
   * ```ts
   * new RangeInclusive(0x1000n, 0x1fffn).equals({ start: 0x1000n, end: 0x1fffn }) // true
   * ```
   * @param other - a range, both ends inclusive
   * @throws VmAllocatorError `InvalidRange` when `other` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  equals(other: RangeLike): boolean
  /**
   * Compares by `start`, then by `end`, as the crate's `Ord` does.
   *
   * @example
   * ```ts
   * const ranges = [new RangeInclusive(0x20n, 0x2fn), new RangeInclusive(0x10n, 0x1fn)]
   * ranges.sort((one, other) => one.compare(other))[0] // RangeInclusive [0x10, 0x1f]
   * ```
   * @param other - a range, both ends inclusive
   * @throws VmAllocatorError `InvalidRange` when `other` is not a range
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  compare(other: RangeLike): -1 | 0 | 1
  /** The range in hex: `RangeInclusive [0x1000, 0x1fff]`. */
  toString(): string
  /**
   * The range with hex strings, because JSON has no u64.
   *
   * @example
   * ```ts
   * JSON.stringify(new RangeInclusive(0x1000n, 0x1fffn)) // '{"start":"0x1000","end":"0x1fff"}'
   * ```
   */
  toJSON(): {
    /** The first address, in hex. */
    start: string
    /** The last address, in hex. */
    end: string
  }
}
/** The state of a managed range: the crate's `NodeState`, which the crate shows only in an error and in its serde form. */
export type RangeState = 'allocated' | 'free'
/**
 * A range of an allocator's space with its state, as {@link AddressAllocator.ranges} lists them. The crate has no such
 * item.
 *
 * @example
 * ```ts
 * const [whole] = new AddressAllocator(0xc000n, 0x100n).ranges()
 * whole?.state // 'free'
 * ```
 */
export declare class ManagedRange extends RangeInclusive {
  /** Whether the range is allocated or free. */
  readonly state: RangeState
  /**
   * Like {@link RangeInclusive}, with a state.
   *
   * @param start - the first address, a u64
   * @param end - the last address, a u64 not below `start`
   * @param state - whether the range is allocated or free
   * @throws VmAllocatorError `InvalidRange` as for {@link RangeInclusive}
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an address isn't a u64 or `state` is invalid
   */
  constructor(start: bigint | number, end: bigint | number, state: RangeState)
  /** Like that of {@link RangeInclusive}, with the state: `RangeInclusive [0x1000, 0x1fff] allocated`. */
  toString(): string
  /** Like that of {@link RangeInclusive}, with the state. */
  toJSON(): {
    /** The first address, in hex. */
    start: string
    /** The last address, in hex. */
    end: string
    /** Whether the range is allocated or free. */
    state: RangeState
  }
}
/** How much of an {@link AddressAllocator}'s space is allocated and how much is free. The crate has no such item. */
export interface AddressStats {
  /** How many live ranges there are. */
  readonly allocatedRanges: number
  /** How many free ranges there are. */
  readonly freeRanges: number
  /** Bytes in live ranges. */
  readonly allocatedBytes: bigint
  /** Bytes in free ranges. */
  readonly freeBytes: bigint
  /** Bytes that are neither, because the crate lost them (deviation D3); always `0n` in sound mode. */
  readonly lostBytes: bigint
  /** Bytes in the largest free range. */
  readonly largestFreeRange: bigint
  /** 1 − largest free range ÷ free bytes: 0 when all free bytes are in one range, or when there are none. */
  readonly fragmentation: number
}
/** What {@link AddressAllocator.toJSON} returns. The crate has no such item. */
export interface AddressDescription {
  /** The first managed address, in hex: `'0xd0000000'`. */
  readonly base: string
  /** The last managed address, in hex. */
  readonly end: string
  /** Whether the allocator is in sound mode. */
  readonly sound: boolean
  /** All ranges in address order. */
  readonly ranges: readonly {
    /** The first address, in hex. */
    readonly start: string
    /** The last address, in hex. */
    readonly end: string
    /** Whether the range is allocated or free. */
    readonly state: RangeState
  }[]
}
/**
 * Where a new range is placed: the crate's [`AllocPolicy`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/enum.AllocPolicy.html).
 *
 * - `FirstMatch`: at the lowest address that fits.
 * - `LastMatch`: at the highest address that fits.
 * - `ExactMatch`: at `address`, which must be a multiple of the alignment.
 *
 * @example
 * ```ts
 * AllocPolicy.LastMatch // { kind: 'LastMatch' }
 * AllocPolicy.ExactMatch(0x1000) // { kind: 'ExactMatch', address: 4096n }
 * ```
 */
export type AllocPolicy =
  | {
      /** At the lowest address that fits. */
      readonly kind: 'FirstMatch'
    }
  | {
      /** At the highest address that fits. */
      readonly kind: 'LastMatch'
    }
  | {
      /** At a given address. */
      readonly kind: 'ExactMatch'
      /** The first address of the range, a u64. */
      readonly address: bigint
    }
/** Creates policies: `AllocPolicy.FirstMatch`, `AllocPolicy.LastMatch`, `AllocPolicy.ExactMatch(0xd000_0000n)`. */
export declare const AllocPolicy: {
  /** Place at the lowest address that fits. This is the default wherever a policy can be left out. */
  readonly FirstMatch: AllocPolicy
  /** Place at the highest address that fits. */
  readonly LastMatch: AllocPolicy
  /**
   * Place at a given address.
   *
   * @param address - the first address of the range, a multiple of the alignment that it is used with
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `address` is not a u64
   */
  ExactMatch(address: U64Like): Extract<
    AllocPolicy,
    {
      kind: 'ExactMatch'
    }
  >
}
/**
 * How {@link AddressAllocator.allocate} and {@link AddressAllocator.fit} choose a place. No other members are accepted.
 *
 * @example
 * ```ts
 * const mmio = new AddressAllocator(0xc000_0000n, 1n << 30n)
 * const below = { start: 0xc000_0000n, end: 0xcfff_ffffn }
 * mmio.allocate(0x1000n, { align: 0x1000n, policy: AllocPolicy.LastMatch, within: below })
 * // RangeInclusive [0xcffff000, 0xcfffffff]
 * ```
 */
export interface AllocateOptions {
  /** The alignment of the first address: a power of two, in bytes; {@link DEFAULT_CONSTRAINT_ALIGN} by default. */
  readonly align?: U64Like | undefined
  /** Where to place the range; `AllocPolicy.FirstMatch` by default. */
  readonly policy?: AllocPolicy | undefined
  /** The bounds for the range, both ends inclusive; the whole space by default. The crate has no such bounds. */
  readonly within?: RangeLike | undefined
}
/** A size with {@link AllocateOptions}; a {@link Constraint} is one, and so is a plain `{ size, align, policy }`. */
export interface AllocateRequest extends AllocateOptions {
  /** The number of addresses, which is the size in bytes: 1…2⁶⁴−1. */
  readonly size: U64Like
}
declare abstract class NativeState {
  constructor()
}
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
   * ([canonical or sound](./docs/sound-mode.md)). `false` by default: every answer is the crate's.
   */
  readonly sound?: boolean | undefined
}
/**
 * Allocates ranges from one space of addresses: the crate's
 * [`AddressAllocator`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html).
 *
 * A call that throws has changed nothing. Sound mode has no exception to this; canonical mode has two, deviations D3 and D10
 * ([Deviations](./docs/deviations.md)).
 *
 * @example
 * ```ts
 * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
 * const page = mmio.allocate(0x1000n, 0x1000n)
 * mmio.free(page)
 * mmio // AddressAllocator [0xd0000000, 0xffffffff] 0 allocated, 1 free
 * ```
 */
export declare class AddressAllocator extends NativeState {
  #private
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
  constructor(base: U64Like, size: U64Like, options?: AddressAllocatorOptions)
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
  static restore(snapshot: string | Uint8Array, options?: AddressAllocatorOptions): AddressAllocator
  /** The first managed address. The crate's [`base`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html#method.base). */
  get base(): bigint
  /** The last managed address. The crate's [`end`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.AddressAllocator.html#method.end). */
  get end(): bigint
  /** Whether the allocator is in sound mode. The crate has no such mode. */
  get sound(): boolean
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
  free(range: RangeLike): void
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
  freeAt(start: U64Like): RangeInclusive
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
  at(address: U64Like): ManagedRange | undefined
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
  stats(): AddressStats
  /**
   * The complete state as JSON text, byte for byte what `serde_json::to_string` writes for the crate's type. Its numbers
   * are u64, so don't pass it through `JSON.parse` ([Snapshots](./docs/snapshots.md)).
   *
   * @example
   * ```ts
   * new AddressAllocator(0x1000n, 0x1000n).snapshot().slice(0, 42) // '{"address_space":{"start":4096,"end":8191}'
   * ```
   */
  snapshot(): string
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
  clone(): AddressAllocator
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
  equals(other: AddressAllocator): boolean
  /**
   * A description in hex, for logs and pages. It isn't the format that {@link AddressAllocator.restore} reads.
   *
   * @example
   * ```ts
   * new AddressAllocator(0xc000n, 0x100n).toJSON().ranges // [{ start: '0xc000', end: '0xc0ff', state: 'free' }]
   * ```
   */
  toJSON(): AddressDescription
  /** What `console.log` prints: the space, the counts and the mode. */
  toString(): string
}
/**
 * The default alignment, in bytes: the crate's
 * [`DEFAULT_CONSTRAINT_ALIGN`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/constant.DEFAULT_CONSTRAINT_ALIGN.html).
 *
 * @example
 * ```ts
 * DEFAULT_CONSTRAINT_ALIGN // 4n
 * ```
 */
export declare const DEFAULT_CONSTRAINT_ALIGN = 4n
/**
 * The requirements for a range to allocate: the crate's
 * [`Constraint`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.Constraint.html). Create one if you make the same
 * request often.
 *
 * @example
 * ```ts
 * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
 * const page = new Constraint(0x1000n, 0x1000n, AllocPolicy.LastMatch)
 * mmio.allocate(page) // RangeInclusive [0xfffff000, 0xffffffff]
 * mmio.allocate(page) // RangeInclusive [0xffffe000, 0xffffefff]
 * ```
 */
export declare class Constraint {
  /** The size in bytes. The crate's [`size`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.Constraint.html#method.size). */
  readonly size: bigint
  /**
   * The alignment of the first address, in bytes. The crate's
   * [`align`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.Constraint.html#method.align).
   */
  readonly align: bigint
  /** Where to place the range. The crate doesn't expose it. */
  readonly policy: AllocPolicy
  /**
   * Validates a request. The crate's [`Constraint::new`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.Constraint.html#method.new).
   *
   * @param size - the size in bytes, 1…2⁶⁴−1
   * @param align - a power of two, in bytes; {@link DEFAULT_CONSTRAINT_ALIGN} by default
   * @param policy - where to place the range; `AllocPolicy.FirstMatch` by default
   * @throws VmAllocatorError `InvalidSize` for a size of 0, `InvalidAlignment` when `align` is not a power of two,
   *   `UnalignedAddress` when the address of `ExactMatch` is not a multiple of `align`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is not a u64 or a policy
   */
  constructor(size: U64Like, align?: U64Like, policy?: AllocPolicy)
  /** The request as JSON, with u64 values as hex strings. */
  toJSON(): object
}
/** A run of consecutive ids. The crate has no such item. */
export interface IdRun {
  /** The first id. */
  readonly start: number
  /** The last id, inclusive. */
  readonly end: number
}
/** How many ids of an {@link IdAllocator} are allocated, and how many still can be. The crate has no such item. */
export interface IdStats {
  /** Ids that are currently allocated. */
  readonly allocated: number
  /** Ids that can still be allocated, including freed ones. */
  readonly available: number
  /** Ids that were allocated once and are free now. */
  readonly freed: number
}
/** What {@link IdAllocator.toJSON} returns. The crate has no such item. */
export interface IdDescription {
  /** The first id. */
  readonly base: number
  /** The last id, inclusive. */
  readonly end: number
  /** The allocated ids in order, as runs. */
  readonly allocated: readonly IdRun[]
}
/**
 * Allocates unique ids from a range, such as device ids and interrupt lines: the crate's
 * [`IdAllocator`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.IdAllocator.html). It reuses the
 * lowest freed id first, and takes a new id only if there is none.
 *
 * @example
 * ```ts
 * const legacyInterrupts = new IdAllocator(5, 23)
 * const line = legacyInterrupts.allocateId()
 * legacyInterrupts.freeId(line) // 5
 * ```
 */
export declare class IdAllocator extends NativeState {
  #private
  /**
   * Creates an allocator of the ids `base`…`end`, all of them available. The crate's
   * [`IdAllocator::new`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.IdAllocator.html#method.new).
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23) // IdAllocator [5, 23] 0 allocated, 19 available
   * ```
   * @param base - the first id, a u32
   * @param end - the last id, a u32, inclusive
   * @throws VmAllocatorError `InvalidRange` when `base` is above `end`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is not a u32
   */
  constructor(base: number, end: number)
  /**
   * Restores an allocator from a snapshot that this package or a Rust VMM wrote. The whole snapshot is validated first, in time
   * linear in its length. The crate's counterpart is serde's `Deserialize`, which validates nothing (deviation D9).
   *
   * @example
   * ```ts
   * const lines = new IdAllocator(5, 23)
   * IdAllocator.restore(lines.snapshot()).equals(lines) // true
   * ```
   * @param snapshot - what {@link IdAllocator.snapshot} or `serde_json::to_string` wrote, as text or as UTF-8 bytes
   * @throws InvalidSnapshotError with the path in the document and the reason
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `snapshot` is neither text nor bytes
   */
  static restore(snapshot: string | Uint8Array): IdAllocator
  /** The first id. */
  get base(): number
  /** The last id. */
  get end(): number
  /**
   * Allocates an id. The crate's [`allocate_id`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.IdAllocator.html#method.allocate_id).
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23).allocateId() // 5
   * ```
   * @throws VmAllocatorError `ResourceNotAvailable` when no id is left; `Overflow` instead when the last id is
   *   2³²−1 (deviation D8)
   */
  allocateId(): number
  /**
   * Frees an id. The crate's [`free_id`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.IdAllocator.html#method.free_id).
   *
   * @example
   * ```ts
   * const lines = new IdAllocator(5, 23)
   * lines.freeId(lines.allocateId()) // 5
   * ```
   * @param id - the id, a u32
   * @returns the id
   * @throws VmAllocatorError `OutOfRange` for an id that isn't managed, `NeverAllocated` or `AlreadyReleased` for
   *   one that isn't allocated
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `id` is not a u32
   */
  freeId(id: number): number
  /**
   * Whether an id is allocated; `false` for an id outside the range. The crate's
   * [`is_allocated`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/struct.IdAllocator.html#method.is_allocated).
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23).isAllocated(5) // false
   * ```
   * @param id - the id, a u32
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `id` is not a u32
   */
  isAllocated(id: number): boolean
  /**
   * Iterates over the allocated ids in order. Changes during the iteration don't affect it.
   *
   * @example
   * ```ts
   * const lines = new IdAllocator(5, 23)
   * lines.allocateId()
   * Array.from(lines.ids()) // [5]
   * ```
   */
  ids(): IterableIterator<number>
  /**
   * The allocated ids in order, as runs of consecutive ids with both ends inclusive. Takes time linear in the number of freed ids.
   *
   * @example
   * ```ts
   * const lines = new IdAllocator(5, 23)
   * for (let line = 0; line < 3; line++) lines.allocateId()
   * lines.allocatedRuns() // [{ start: 5, end: 7 }]
   * ```
   */
  allocatedRuns(): IdRun[]
  /**
   * How many ids are allocated, and how many still can be. Takes time linear in the number of freed ids.
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23).stats() // { allocated: 0, available: 19, freed: 0 }
   * ```
   */
  stats(): IdStats
  /**
   * The complete state as JSON text, byte for byte what `serde_json::to_string` writes for the crate's type.
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23).snapshot() // '{"range_base":5,"next_id":5,"range_end":23,"freed_ids":[]}'
   * ```
   */
  snapshot(): string
  /**
   * An independent allocator in the same state. The crate's `Clone`.
   *
   * @example
   * ```ts
   * const lines = new IdAllocator(5, 23)
   * lines.clone().allocateId()
   * lines.isAllocated(5) // false
   * ```
   */
  clone(): IdAllocator
  /**
   * Whether two allocators have the same range, freed ids and next id. The crate itself doesn't compare them.
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23).equals(new IdAllocator(5, 23)) // true
   * ```
   * @param other - the allocator to compare with
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `other` is not an IdAllocator
   */
  equals(other: IdAllocator): boolean
  /**
   * A description for logs and pages. It isn't the format that {@link IdAllocator.restore} reads.
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23).toJSON() // { base: 5, end: 23, allocated: [] }
   * ```
   */
  toJSON(): IdDescription
  /** What `console.log` prints: the range and the counts. */
  toString(): string
}
/**
 * A refused snapshot: it is not JSON, not a snapshot, or describes a state the allocator can't be in.
 * No part of it was used. The crate has no such item: its `Deserialize` checks nothing (deviation D9).
 * [Snapshots](./docs/snapshots.md#what-is-validated) lists what is checked.
 *
 * @example
 * ```ts
 * try {
 *   IdAllocator.restore('{"range_base":5,"next_id":8,"range_end":23,"freed_ids":[9]}')
 * } catch (error) {
 *   if (error instanceof InvalidSnapshotError) console.log(error.path, error.reason)
 * }
 * // $.freed_ids[0] is 9, which was never handed out: next_id is 8
 * ```
 */
export declare class InvalidSnapshotError extends Error {
  /** Identifies the error to programs. It doesn't change between major versions. */
  readonly code = 'ERR_VM_ALLOCATOR_INVALID_SNAPSHOT'
  /** Where the fault is inside the document, such as `$.interval_tree.root.left.key.end`. */
  readonly path: string
  /** What is wrong there, in a human-readable sentence. */
  readonly reason: string
  /** @internal */
  constructor(path: string, reason: string)
}
/** The request that the crate refused: the operation and its normalized arguments. */
export type RefusedRequest =
  | {
      /** The method that was called. */
      readonly operation: 'allocate'
      /** The size in bytes. */
      readonly size: bigint
      /** The alignment in bytes. */
      readonly align: bigint
      /** The placement policy. */
      readonly policy: AllocPolicy
      /** The bounds, if there were any. */
      readonly within?: RangeInclusive
    }
  | {
      /** The method that was called. */
      readonly operation: 'free'
      /** The range to free, both ends inclusive. It may be invalid. */
      readonly range: {
        /** The first address. */
        readonly start: bigint
        /** The last address. */
        readonly end: bigint
      }
    }
  | {
      /** The method that was called. */
      readonly operation: 'freeAt'
      /** The address at which no live range starts. */
      readonly start: bigint
    }
  | {
      /** The method that was called. */
      readonly operation: 'allocateId'
    }
  | {
      /** The method that was called. */
      readonly operation: 'freeId'
      /** The id to free. */
      readonly id: number
    }
interface Refusal<Kind extends string, Code extends string> extends Error {
  readonly name: 'VmAllocatorError'
  /** The crate's variant. It doesn't change between major versions; the message may. */
  readonly kind: Kind
  /** The same as a Node-style code. It doesn't change between major versions. */
  readonly code: `ERR_VM_ALLOCATOR_${Code}`
  /** The refused request; absent if a constructor refused its arguments. */
  readonly request?: RefusedRequest
  /**
   * If `allocate` found no place: the longest free range at the alignment and within the bounds. Absent if
   * there is none.
   */
  readonly largest?: RangeInclusive
  /** The error as JSON, with u64 values as hex strings. {@link VmAllocatorError.fromJSON} reads it. */
  toJSON(): {
    name: string
    kind: Kind
    code: string
    message: string
    [payload: string]: unknown
  }
}
/**
 * A refusal by the crate: one of the variants of its [`Error`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/enum.Error.html),
 * distinguished by `kind`, with the crate's own message and the variant's payload. `code` is the same as a Node-style code, such
 * as `ERR_VM_ALLOCATOR_INVALID_SIZE`; neither changes between major versions. `request` is the refused request, and `largest`
 * is what would have fitted. `toJSON()` returns u64 values as hex strings.
 * [Troubleshooting](./docs/troubleshooting.md) says what to do about each kind.
 *
 * | `kind` | when |
 * | --- | --- |
 * | `Overflow` | the managed space or the range would pass 2⁶⁴−1; ids are exhausted at 2³²−1 |
 * | `OutOfRange` | the id to free is outside the allocator's range |
 * | `AlreadyReleased` | the id was freed before |
 * | `NeverAllocated` | the id was never allocated |
 * | `ResourceNotAvailable` | no free range fits, no id is left, or the range to free isn't allocated |
 * | `InvalidRange` | `start` is above `end`, or the range is all of 0…2⁶⁴−1 |
 * | `InvalidAlignment` | the alignment is not a power of two |
 * | `Overlap` | two ranges of the crate's tree would overlap |
 * | `InvalidStateTransition` | exactly this range is already allocated |
 * | `UnalignedAddress` | the address of `ExactMatch` is not a multiple of the alignment |
 * | `Underflow` | a size of 0 addresses to manage; the other cases are listed in docs/deviations.md |
 * | `InvalidSize` | a size of 0 to allocate |
 *
 * @example
 * ```ts
 * try {
 *   new IdAllocator(5, 23).freeId(7)
 * } catch (error) {
 *   if (error instanceof VmAllocatorError && error.kind === 'NeverAllocated') console.log(error.code, error.id)
 * }
 * // ERR_VM_ALLOCATOR_NEVER_ALLOCATED 7
 * ```
 */
export type VmAllocatorError =
  | Refusal<'Overflow', 'OVERFLOW'>
  | (Refusal<'OutOfRange', 'OUT_OF_RANGE'> & {
      /** The id you tried to free. */
      readonly id: number
    })
  | (Refusal<'AlreadyReleased', 'ALREADY_RELEASED'> & {
      /** The id you tried to free. */
      readonly id: number
    })
  | (Refusal<'NeverAllocated', 'NEVER_ALLOCATED'> & {
      /** The id you tried to free. */
      readonly id: number
    })
  | Refusal<'ResourceNotAvailable', 'RESOURCE_NOT_AVAILABLE'>
  | (Refusal<'InvalidRange', 'INVALID_RANGE'> & {
      /** The first address you passed. */
      readonly start: bigint
      /** The last address you passed. */
      readonly end: bigint
    })
  | Refusal<'InvalidAlignment', 'INVALID_ALIGNMENT'>
  | (Refusal<'Overlap', 'OVERLAP'> & {
      /** The range the crate tried to insert. */
      readonly range: RangeInclusive
      /** The range that is already there. */
      readonly existing: RangeInclusive
    })
  | (Refusal<'InvalidStateTransition', 'INVALID_STATE_TRANSITION'> & {
      /** The range whose state the crate tried to change. */
      readonly range: RangeInclusive
      /** Its current state: the crate's `NodeState`. */
      readonly state: 'Free' | 'Allocated'
    })
  | Refusal<'UnalignedAddress', 'UNALIGNED_ADDRESS'>
  | Refusal<'Underflow', 'UNDERFLOW'>
  | (Refusal<'InvalidSize', 'INVALID_SIZE'> & {
      /** The requested size, in bytes. */
      readonly size: bigint
    })
/** For `error instanceof VmAllocatorError`, and for test runners that compare an error's class. */
export declare const VmAllocatorError: {
  /** The prototype that `instanceof` looks for. */
  readonly prototype: VmAllocatorError
  /** Only the package creates these errors, from the crate's answers. */
  new (refusal: { readonly kind: VmAllocatorError['kind']; readonly message: string }): VmAllocatorError
  /**
   * Recreates an error from what its `toJSON()` returned. Use it where `structuredClone` and `postMessage` would keep only
   * the name, message and stack of an error. The new stack is that of this call.
   *
   * @example
   * ```ts
   * try {
   *   new AddressAllocator(0xc000n, 0x100n).allocate(0x200n)
   * } catch (error) {
   *   const sent = JSON.parse(JSON.stringify(error))
   *   String(VmAllocatorError.fromJSON(sent).largest) // 'RangeInclusive [0xc000, 0xc0ff]'
   * }
   * ```
   * @param json - an object, not its text
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when it isn't what `toJSON()` returns
   */
  fromJSON(json: unknown): VmAllocatorError
}

export {}
