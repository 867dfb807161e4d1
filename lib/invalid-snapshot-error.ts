import { wrongType } from './argument.ts'

/**
 * A refused snapshot: it is not JSON, not a snapshot, or describes a state the allocator can't be in.
 * No part of it was used. The crate has no such item: its `Deserialize` checks nothing (deviation D9).
 * [Snapshots](../docs/snapshots.md#what-is-validated) lists what is checked.
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
export class InvalidSnapshotError extends Error {
  static {
    const name = { value: 'InvalidSnapshotError', configurable: true, writable: true }
    Object.defineProperty(InvalidSnapshotError.prototype, 'name', name)
  }

  /** Identifies the error to programs. It doesn't change between major versions. */
  readonly code = 'ERR_VM_ALLOCATOR_INVALID_SNAPSHOT'
  /** Where the fault is inside the document, such as `$.interval_tree.root.left.key.end`. */
  readonly path: string
  /** What is wrong there, in a human-readable sentence. */
  readonly reason: string

  /** @internal */
  constructor(path: string, reason: string) {
    if (typeof path !== 'string') throw wrongType('path', 'a string', path)
    if (typeof reason !== 'string') throw wrongType('reason', 'a string', reason)
    super(`Invalid snapshot: ${path}: ${reason}`)
    this.path = path
    this.reason = reason
  }
}
