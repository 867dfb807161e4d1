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
  readonly FirstMatch: {
    readonly kind: 'FirstMatch'
  }
  /** Place at the highest address that fits. */
  readonly LastMatch: {
    readonly kind: 'LastMatch'
  }
  /**
   * Place at one address.
   *
   * @param address - the first address of the range, a multiple of the alignment that it is used with
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when `address` is no u64
   */
  ExactMatch(address: U64Like): {
    readonly kind: 'ExactMatch'
    readonly address: bigint
  }
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
declare abstract class NativeState {
  constructor()
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
/** How an {@link AddressAllocator} behaves. */
export interface AddressAllocatorOptions {
  /**
   * Refuse or repair what would corrupt the allocator's books, where the crate itself doesn't (docs/deviations.md).
   * `false` by default: every answer is the crate's.
   */
  readonly sound?: boolean | undefined
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
  /** The first managed address. */
  get base(): bigint
  /** The last managed address. */
  get end(): bigint
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
/** Narrows with `error instanceof VmAllocatorError`. The package alone makes such errors. */
export declare const VmAllocatorError: {
  readonly prototype: VmAllocatorError
  [Symbol.hasInstance](value: unknown): value is VmAllocatorError
}
