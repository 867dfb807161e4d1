import { AllocPolicy, policyAddress, policyCode, policyOf, readPolicy } from './alloc-policy.ts'
import { toU64, type U64Like, wrongType } from './argument.ts'
import { native } from './binding/index.ts'
import { addEntryPoints } from './caller.ts'
import { toPlain } from './json.ts'
import { lastRefusal } from './last-refusal.ts'

/**
 * The default alignment, in bytes: the crate's
 * [`DEFAULT_CONSTRAINT_ALIGN`](https://docs.rs/vm-allocator/0.1.4/vm_allocator/constant.DEFAULT_CONSTRAINT_ALIGN.html).
 *
 * @example
 * ```ts
 * DEFAULT_CONSTRAINT_ALIGN // 4n
 * ```
 */
export const DEFAULT_CONSTRAINT_ALIGN = 4n

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
export class Constraint {
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
  constructor(size: U64Like, align: U64Like = DEFAULT_CONSTRAINT_ALIGN, policy: AllocPolicy = AllocPolicy.FirstMatch) {
    this.size = toU64('size', size)
    this.align = toU64('align', align)
    const given = readPolicy(policy)
    const code = policyCode(given)
    const address = policyAddress(code, given)
    this.policy = policyOf(code, address)
    if (native.checkConstraint(this.size, this.align, code, address) === null) throw lastRefusal(Constraint)
  }

  /** The request as JSON, with u64 values as hex strings. */
  toJSON(): object {
    if (!(this instanceof Constraint)) throw wrongType('this', 'a Constraint', this)
    const { size, align, policy } = this
    return toPlain({ size, align, policy })
  }
}

addEntryPoints(Constraint)
