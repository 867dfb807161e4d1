import { AllocPolicy, policyCode, readPolicy, toPolicy } from './alloc-policy.ts'
import { toU64, type U64Like } from './argument.ts'
import { native } from './binding/index.ts'
import { lastRefusal } from './vm-allocator-error.ts'

/** The alignment where none is given, in bytes: the crate's `DEFAULT_CONSTRAINT_ALIGN`. */
export const DEFAULT_CONSTRAINT_ALIGN = 4n

/**
 * What a range to allocate must be like: the crate's `Constraint`. Make one where the same request is used often.
 *
 * @example
 * ```ts
 * const page = new Constraint(0x1000n, 0x1000n, AllocPolicy.LastMatch)
 * const range = allocator.allocate(page)
 * ```
 */
export class Constraint {
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
  constructor(size: U64Like, align: U64Like = DEFAULT_CONSTRAINT_ALIGN, policy: AllocPolicy = AllocPolicy.FirstMatch) {
    this.size = toU64('size', size)
    this.align = toU64('align', align)
    this.policy = toPolicy('policy', readPolicy('policy', policy))
    const address = this.policy.kind === 'ExactMatch' ? this.policy.address : 0n
    if (native.checkConstraint(this.size, this.align, policyCode(this.policy), address) === null) throw lastRefusal()
  }
}
