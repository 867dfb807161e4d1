/** What is accepted for a u64: a `bigint` from 0 to 2⁶⁴−1, or a `number` that is a safe integer and not negative. */
export type U64Like = bigint | number
/**
 * Where a new range is placed: the crate's `AllocPolicy`.
 *
 * - `FirstMatch`: at the lowest address that fits.
 * - `LastMatch`: at the highest address that fits.
 * - `ExactMatch`: at `address`, which must be a multiple of the alignment.
 */
export type AllocPolicy =
  | {
      readonly kind: 'FirstMatch'
    }
  | {
      readonly kind: 'LastMatch'
    }
  | {
      readonly kind: 'ExactMatch'
      readonly address: bigint
    }
/** Makes the policies: `AllocPolicy.FirstMatch`, `AllocPolicy.LastMatch`, `AllocPolicy.ExactMatch(0xd000_0000n)`. */
export declare const AllocPolicy: {
  /** Place at the lowest address that fits. This is the default wherever a policy can be left out. */
  readonly FirstMatch: AllocPolicy
  /** Place at the highest address that fits. */
  readonly LastMatch: AllocPolicy
  /**
   * Place at one address.
   *
   * @param address - the first address of the range, a multiple of the alignment that it is used with
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `address` is no u64
   */
  ExactMatch(address: U64Like): AllocPolicy
}
/** The alignment where none is given, in bytes: the crate's `DEFAULT_CONSTRAINT_ALIGN`. */
export declare const DEFAULT_CONSTRAINT_ALIGN = 4n
/**
 * What a range to allocate must be like: the crate's `Constraint`. Make one where the same request is used often.
 *
 * @example
 * ```ts
 * const page = new Constraint(0x1000n, 0x1000n, AllocPolicy.LastMatch)
 * const range = allocator.allocate(page)
 * ```
 */
export declare class Constraint {
  /** How many addresses, in bytes. */
  readonly size: bigint
  /** What the first address is a multiple of, in bytes. */
  readonly align: bigint
  /** Where to place the range. */
  readonly policy: AllocPolicy
  /**
   * @param size - how many addresses, in bytes, 1…2⁶⁴−1
   * @param align - a power of two, in bytes; {@link DEFAULT_CONSTRAINT_ALIGN} by default
   * @param policy - where to place the range; `AllocPolicy.FirstMatch` by default
   * @throws {@link VmAllocatorError} `InvalidSize` for a size of 0, `InvalidAlignment` when `align` is no power of two,
   *   `UnalignedAddress` when the address of `ExactMatch` is no multiple of `align`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is no u64 or no policy
   */
  constructor(size: U64Like, align?: U64Like, policy?: AllocPolicy)
}
/** Accepted wherever a range is: any object with the first and the last address, both inclusive. */
export interface RangeLike {
  readonly start: U64Like
  readonly end: U64Like
}
/**
 * A closed interval of addresses, `start` and `end` inclusive: the crate's `RangeInclusive`.
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
  /** The first address. */
  readonly start: bigint
  /** The last address. */
  readonly end: bigint
  /**
   * @param start - the first address, a u64
   * @param end - the last address, a u64 not below `start`
   * @throws {@link VmAllocatorError} `InvalidRange` when `start` is above `end`, and for 0…2⁶⁴−1, whose length is no u64
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is no u64
   */
  constructor(start: U64Like, end: U64Like)
  /** How many addresses there are, 1…2⁶⁴−1. */
  get len(): bigint
  /** Whether all of `other` lies in this range. */
  contains(other: RangeLike): boolean
  /** Whether the two ranges share an address. */
  overlaps(other: RangeLike): boolean
  /** Whether both ends are the same. */
  equals(other: RangeLike): boolean
  /** The order of the crate: by `start`, then by `end`. */
  compare(other: RangeLike): -1 | 0 | 1
  /** `RangeInclusive [0x1000, 0x1fff]` */
  toString(): string
  /** Hex strings, since JSON has no u64. */
  toJSON(): {
    start: string
    end: string
  }
}
/** What a managed range is: the crate's `NodeState`. */
export type RangeState = 'allocated' | 'free'
/** A range of an allocator's space with its state, as `AddressAllocator.ranges` lists them. */
export declare class ManagedRange extends RangeInclusive {
  /** Whether the range is allocated or free. */
  readonly state: RangeState
  /** As {@link RangeInclusive}, with a state. */
  constructor(start: bigint | number, end: bigint | number, state: RangeState)
  /** `RangeInclusive [0x1000, 0x1fff] allocated` */
  toString(): string
  /** As that of {@link RangeInclusive}, with the state. */
  toJSON(): {
    start: string
    end: string
    state: RangeState
  }
}
declare abstract class NativeState {
  constructor()
}
/** How an {@link AddressAllocator} behaves. */
export interface AddressAllocatorOptions {
  /**
   * Refuse or repair what would corrupt the allocator's books, where the crate itself doesn't (docs/deviations.md).
   * `false` by default: every answer is the crate's.
   */
  readonly sound?: boolean | undefined
}
/** How much of an {@link AddressAllocator}'s space is allocated and how much is free. */
export interface AddressStats {
  /** How many live ranges there are. */
  readonly allocatedRanges: number
  /** How many free ranges there are. */
  readonly freeRanges: number
  /** Bytes in live ranges. */
  readonly allocatedBytes: bigint
  /** Bytes in free ranges. */
  readonly freeBytes: bigint
  /** Bytes that are neither, since the crate lost them (deviation D3); always `0n` in sound mode. */
  readonly lostBytes: bigint
  /** Bytes in the largest free range. */
  readonly largestFreeRange: bigint
  /** 1 − largest free range ÷ free bytes: 0 when all free bytes are in one range, or when there are none. */
  readonly fragmentation: number
}
/** What {@link AddressAllocator.toJSON} gives; addresses in hex. */
export interface AddressDescription {
  readonly base: string
  readonly end: string
  readonly sound: boolean
  readonly ranges: readonly {
    readonly start: string
    readonly end: string
    readonly state: RangeState
  }[]
}
/**
 * Allocates ranges from one space of addresses: the crate's `AddressAllocator`.
 *
 * @example
 * ```ts
 * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
 * const page = mmio.allocate(0x1000n, 0x1000n)
 * mmio.free(page)
 * ```
 */
export declare class AddressAllocator extends NativeState {
  #private
  /**
   * @param base - the first address to manage, a u64
   * @param size - how many addresses to manage, in bytes, 1…2⁶⁴−1
   * @throws {@link VmAllocatorError} `Underflow` for a size of 0, `Overflow` when the space would pass 2⁶⁴−1,
   *   `InvalidRange` for all of 0…2⁶⁴−1
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is no u64
   */
  constructor(base: U64Like, size: U64Like, options?: AddressAllocatorOptions)
  /**
   * Continues from a snapshot, of this package or of a Rust VMM. All of it is validated before it is used, in time
   * linear in its length.
   *
   * @param snapshot - what {@link AddressAllocator.snapshot} or `serde_json::to_string` wrote, as text or as UTF-8 bytes
   * @param options - in sound mode a snapshot that already carries a loss (deviation D3) is refused
   * @throws {@link InvalidSnapshotError} with the path inside the document and the reason
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `snapshot` is neither text nor bytes
   */
  static restore(snapshot: string | Uint8Array, options?: AddressAllocatorOptions): AddressAllocator
  /** The first managed address. */
  get base(): bigint
  /** The last managed address. */
  get end(): bigint
  /** Whether the allocator is in sound mode. */
  get sound(): boolean
  /**
   * Allocates a range.
   *
   * @param size - how many addresses, in bytes, 1…2⁶⁴−1
   * @param align - what the first address must be a multiple of: a power of two, in bytes;
   *   {@link DEFAULT_CONSTRAINT_ALIGN} by default
   * @param policy - where to place the range; `AllocPolicy.FirstMatch` by default
   * @throws {@link VmAllocatorError} `ResourceNotAvailable` when there is no place, `InvalidSize`, `InvalidAlignment`,
   *   `UnalignedAddress` as for {@link Constraint}; `InvalidStateTransition` when `ExactMatch` names exactly a live
   *   range; `Overflow` when the range would pass or end at 2⁶⁴−1
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is no u64 or no policy
   */
  allocate(size: U64Like, align?: U64Like, policy?: AllocPolicy): RangeInclusive
  /** Allocates a range under a constraint that was made before: the same with its `size`, `align` and `policy`. */
  allocate(constraint: Constraint): RangeInclusive
  /**
   * Frees a range that was allocated before, whole.
   *
   * @throws {@link VmAllocatorError} `ResourceNotAvailable` when no such range is allocated, `InvalidRange` when it is
   *   no range
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when it has no u64 `start` and `end`
   */
  free(range: RangeLike): void
  /** All ranges with their states, in address order. */
  ranges(): ManagedRange[]
  /** The allocated ranges or the free ones, in address order. */
  ranges(state: RangeState): RangeInclusive[]
  /** How much is allocated and how much is free. Takes time linear in the number of ranges. */
  stats(): AddressStats
  /** The whole state as JSON text, byte for byte what `serde_json::to_string` writes for the crate's type. */
  snapshot(): string
  /** An independent allocator in the same state and mode. */
  clone(): AddressAllocator
  /**
   * Whether two allocators are equal as the crate defines it: the same space, and the same tree of ranges, node for
   * node. The same ranges can stand in another tree after other operations; compare `ranges()` where only they matter.
   */
  equals(other: AddressAllocator): boolean
  /** A description in hex, for logs and pages. It isn't the format that {@link AddressAllocator.restore} reads. */
  toJSON(): AddressDescription
}
/** A run of ids without a gap, both ends inclusive. */
export interface IdRun {
  readonly start: number
  readonly end: number
}
/** How many ids of an {@link IdAllocator} are allocated and how many can be. */
export interface IdStats {
  /** Ids that are handed out now. */
  readonly allocated: number
  /** Ids that can still be handed out, freed ones among them. */
  readonly available: number
  /** Ids that were handed out before and freed since. */
  readonly freed: number
}
/** What {@link IdAllocator.toJSON} gives. */
export interface IdDescription {
  readonly base: number
  readonly end: number
  readonly allocated: readonly IdRun[]
}
/**
 * Hands out unique ids from a range, such as device ids and interrupt lines: the crate's `IdAllocator`. The lowest
 * freed id comes first; only when there is none, one that was never handed out.
 *
 * @example
 * ```ts
 * const legacyInterrupts = new IdAllocator(5, 23)
 * const line = legacyInterrupts.allocateId() // 5
 * legacyInterrupts.freeId(line)
 * ```
 */
export declare class IdAllocator extends NativeState {
  #private
  /**
   * @param base - the first id, a u32
   * @param end - the last id, a u32; both ends can be handed out
   * @throws {@link VmAllocatorError} `InvalidRange` when `base` is above `end`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument is no u32
   */
  constructor(base: number, end: number)
  /**
   * Continues from a snapshot, of this package or of a Rust VMM. All of it is validated before it is used, in time
   * linear in its length.
   *
   * @param snapshot - what {@link IdAllocator.snapshot} or `serde_json::to_string` wrote, as text or as UTF-8 bytes
   * @throws {@link InvalidSnapshotError} with the path inside the document and the reason
   * @throws TypeError `ERR_INVALID_ARG_TYPE` when `snapshot` is neither text nor bytes
   */
  static restore(snapshot: string | Uint8Array): IdAllocator
  /** The first id. */
  get base(): number
  /** The last id. */
  get end(): number
  /**
   * Hands out an id.
   *
   * @throws {@link VmAllocatorError} `ResourceNotAvailable` when no id is left; `Overflow` instead when the last id is
   *   2³²−1 (deviation D8)
   */
  allocateId(): number
  /**
   * Takes an id back.
   *
   * @returns the id
   * @throws {@link VmAllocatorError} `OutOfRange`, `NeverAllocated` or `AlreadyReleased`
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `id` is no u32
   */
  freeId(id: number): number
  /**
   * Whether an id is handed out now; never so for one outside of the range.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `id` is no u32
   */
  isAllocated(id: number): boolean
  /** The allocated ids in order, made one by one. Changes during the iteration don't show in it. */
  ids(): IterableIterator<number>
  /** The allocated ids in order as runs without a gap, both ends inclusive. */
  allocatedRuns(): IdRun[]
  /** How many ids are allocated and how many can be. Takes time linear in the number of freed ids. */
  stats(): IdStats
  /** The whole state as JSON text, byte for byte what `serde_json::to_string` writes for the crate's type. */
  snapshot(): string
  /** An independent allocator in the same state. */
  clone(): IdAllocator
  /** Whether two allocators have the same range, freed ids and next id. The crate itself doesn't compare them. */
  equals(other: IdAllocator): boolean
  /** A description for logs and pages. It isn't the format that {@link IdAllocator.restore} reads. */
  toJSON(): IdDescription
}
/**
 * A snapshot that was refused: it is no JSON, no snapshot, or describes no state that the allocator could be in.
 * Nothing of it was used.
 */
export declare class InvalidSnapshotError extends Error {
  /** It doesn't change between major versions. */
  readonly code = 'ERR_VM_ALLOCATOR_INVALID_SNAPSHOT'
  /** Where the fault is inside the document, such as `$.interval_tree.root.left.key.end`. */
  readonly path: string
  /** What is wrong there, as a sentence for a person. */
  readonly reason: string
  /** @internal */
  constructor(path: string, reason: string)
}
interface Refusal<Kind extends string, Code extends string> extends Error {
  readonly name: 'VmAllocatorError'
  /** The crate's variant. It doesn't change between major versions; the message may. */
  readonly kind: Kind
  /** The same as a code in Node's style. It doesn't change between major versions. */
  readonly code: `ERR_VM_ALLOCATOR_${Code}`
  /** The error as JSON can hold it: u64 values become hex strings. */
  toJSON(): {
    name: string
    kind: Kind
    code: string
    message: string
    [payload: string]: unknown
  }
}
/**
 * A refusal of the crate: one of its `Error` variants, told apart by `kind`, with the crate's own message and the
 * variant's payload.
 *
 * | `kind` | when |
 * | --- | --- |
 * | `Overflow` | the managed space or the range would pass 2⁶⁴−1; ids are exhausted at 2³²−1 |
 * | `OutOfRange` | the id to free is outside of the allocator's range |
 * | `AlreadyReleased` | the id was freed before |
 * | `NeverAllocated` | the id was never handed out |
 * | `ResourceNotAvailable` | no free range fits, no id is left, or the range to free isn't allocated |
 * | `InvalidRange` | `start` is above `end`, or the range is all of 0…2⁶⁴−1 |
 * | `InvalidAlignment` | the alignment is no power of two |
 * | `Overlap` | two ranges of the crate's tree would overlap |
 * | `InvalidStateTransition` | exactly this range is allocated already |
 * | `UnalignedAddress` | the address of `ExactMatch` is no multiple of the alignment |
 * | `Underflow` | a size of 0 addresses to manage; the other cases are listed in docs/deviations.md |
 * | `InvalidSize` | a size of 0 to allocate |
 */
export type VmAllocatorError =
  | Refusal<'Overflow', 'OVERFLOW'>
  | (Refusal<'OutOfRange', 'OUT_OF_RANGE'> & {
      readonly id: number
    })
  | (Refusal<'AlreadyReleased', 'ALREADY_RELEASED'> & {
      readonly id: number
    })
  | (Refusal<'NeverAllocated', 'NEVER_ALLOCATED'> & {
      readonly id: number
    })
  | Refusal<'ResourceNotAvailable', 'RESOURCE_NOT_AVAILABLE'>
  | (Refusal<'InvalidRange', 'INVALID_RANGE'> & {
      readonly start: bigint
      readonly end: bigint
    })
  | Refusal<'InvalidAlignment', 'INVALID_ALIGNMENT'>
  | (Refusal<'Overlap', 'OVERLAP'> & {
      readonly range: RangeInclusive
      readonly existing: RangeInclusive
    })
  | (Refusal<'InvalidStateTransition', 'INVALID_STATE_TRANSITION'> & {
      readonly range: RangeInclusive
      readonly state: 'Free' | 'Allocated'
    })
  | Refusal<'UnalignedAddress', 'UNALIGNED_ADDRESS'>
  | Refusal<'Underflow', 'UNDERFLOW'>
  | (Refusal<'InvalidSize', 'INVALID_SIZE'> & {
      readonly size: bigint
    })
/** For `error instanceof VmAllocatorError`, and for test runners that take an error's class. */
export declare const VmAllocatorError: {
  readonly prototype: VmAllocatorError
  /** The package alone makes such errors, of what the crate answered. */
  new (refusal: { readonly kind: VmAllocatorError['kind']; readonly message: string }): VmAllocatorError
}

export {}
