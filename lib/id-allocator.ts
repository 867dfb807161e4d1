import { Adopted } from './adopted.ts'
import { toBytes, toU32, wrongType } from './argument.ts'
import { native } from './binding/index.ts'
import { DONE, ID, SLOT, STATUS } from './binding/mailbox.ts'
import type { IdHandle, NativeIdState } from './binding/native.ts'
import { addEntryPoints } from './caller.ts'
import { inspectAs } from './inspect.ts'
import { lastRefusal } from './last-refusal.ts'
import { NativeState, showState } from './native-state.ts'

// Calling a module constant is faster than calling a member of an object.
const { allocateId, freeId } = native
const { words, halves } = native.mailbox

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
export class IdAllocator extends NativeState {
  readonly #handle: IdHandle
  readonly #slot: bigint

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
  constructor(base: number, end: number) {
    super()
    const adopted = Adopted.handleOf<IdHandle>(base)
    const handle = adopted ?? native.createIdAllocator(toU32('base', base), toU32('end', end))
    if (handle === null) throw lastRefusal(IdAllocator)
    this.#handle = handle
    this.#slot = native.idSlot(handle)
    showState(this, IdAllocator.#state)
  }

  static readonly #state = {
    __proto__: null,
    enumerable: true,
    get(this: IdAllocator): object {
      return { shown: this.toString(), digest: native.idDigest(this.#handle) }
    },
  }

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
  static restore(snapshot: string | Uint8Array): IdAllocator {
    const handle = native.restoreIdAllocator(toBytes('snapshot', snapshot))
    if (handle === null) throw lastRefusal(IdAllocator.restore)
    return adopt(handle)
  }

  /** The first id. */
  get base(): number {
    return native.idBase(this.#handle)
  }

  /** The last id. */
  get end(): number {
    return native.idEnd(this.#handle)
  }

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
  allocateId(): number {
    words[SLOT] = this.#slot
    allocateId()
    if (halves[STATUS] !== DONE) throw lastRefusal(IdAllocator.prototype.allocateId, { operation: 'allocateId' })
    return halves[ID] as number
  }

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
  freeId(id: number): number {
    const freed = toU32('id', id)
    halves[ID] = freed
    words[SLOT] = this.#slot
    freeId()
    if (halves[STATUS] !== DONE) {
      throw lastRefusal(IdAllocator.prototype.freeId, { operation: 'freeId', id: freed })
    }
    return freed
  }

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
  isAllocated(id: number): boolean {
    return native.isAllocated(this.#handle, toU32('id', id))
  }

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
  ids(): IterableIterator<number> {
    return idsIn(allocatedRuns(native.idState(this.#handle)))
  }

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
  allocatedRuns(): IdRun[] {
    return allocatedRuns(native.idState(this.#handle))
  }

  /**
   * How many ids are allocated, and how many still can be. Takes time linear in the number of freed ids.
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23).stats() // { allocated: 0, available: 19, freed: 0 }
   * ```
   */
  stats(): IdStats {
    const { base, end, next, freed } = native.idState(this.#handle)
    const allocated = next - base - freed.length
    return { allocated, available: end - base + 1 - allocated, freed: freed.length }
  }

  /**
   * The complete state as JSON text, byte for byte what `serde_json::to_string` writes for the crate's type.
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23).snapshot() // '{"range_base":5,"next_id":5,"range_end":23,"freed_ids":[]}'
   * ```
   */
  snapshot(): string {
    return native.idSnapshot(this.#handle)
  }

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
  clone(): IdAllocator {
    return adopt(native.cloneIdAllocator(this.#handle))
  }

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
  equals(other: IdAllocator): boolean {
    const comparable = typeof other === 'object' && other !== null && #handle in other
    if (!comparable) throw wrongType('other', 'an IdAllocator', other)
    return native.idSnapshot(this.#handle) === native.idSnapshot(other.#handle)
  }

  /**
   * A description for logs and pages. It isn't the format that {@link IdAllocator.restore} reads.
   *
   * @example
   * ```ts
   * new IdAllocator(5, 23).toJSON() // { base: 5, end: 23, allocated: [] }
   * ```
   */
  toJSON(): IdDescription {
    const state = native.idState(this.#handle)
    return { base: state.base, end: state.end, allocated: allocatedRuns(state) }
  }

  /** What `console.log` prints: the range and the counts. */
  override toString(): string {
    const { base, end, next, freed } = native.idState(this.#handle)
    const allocated = next - base - freed.length
    return `IdAllocator [${base}, ${end}] ${allocated} allocated, ${end - base + 1 - allocated} available`
  }
}

inspectAs(IdAllocator, (allocator) => allocator.toString())
addEntryPoints(IdAllocator)

function adopt(handle: IdHandle): IdAllocator {
  return new IdAllocator(new Adopted(handle) as never, 0)
}

/** Lists the runs between the freed ids, up to the next id. */
function allocatedRuns({ base, next, freed }: NativeIdState): IdRun[] {
  const runs: IdRun[] = []
  let start = base
  for (const hole of [...freed, next]) {
    if (hole > start) runs.push({ start, end: hole - 1 })
    start = hole + 1
  }
  return runs
}

function* idsIn(runs: readonly IdRun[]): IterableIterator<number> {
  for (const { start, end } of runs) {
    for (let id = start; id <= end; id++) yield id
  }
}
