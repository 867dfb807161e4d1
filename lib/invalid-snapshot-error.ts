import { wrongType } from './argument.ts'

/**
 * A snapshot that was refused: it is no JSON, no snapshot, or describes no state that the allocator could be in.
 * Nothing of it was used.
 */
export class InvalidSnapshotError extends Error {
  static {
    const name = { value: 'InvalidSnapshotError', configurable: true, writable: true }
    Object.defineProperty(InvalidSnapshotError.prototype, 'name', name)
  }

  /** It doesn't change between major versions. */
  readonly code = 'ERR_VM_ALLOCATOR_INVALID_SNAPSHOT'
  /** Where the fault is inside the document, such as `$.interval_tree.root.left.key.end`. */
  readonly path: string
  /** What is wrong there, as a sentence for a person. */
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
