import { partitionPoint } from '../partition-point.ts'
import type { Remark, Segment, SegmentState } from './layout.ts'

const STATES: readonly SegmentState[] = ['allocated', 'free', 'lost', 'region', 'unmanaged']
const FIRST_CAPACITY = 64

/**
 * The segments of a layout, without gaps between them. They are stored in columns: millions of objects would cost more
 * time in the garbage collector than all the drawing.
 */
export class SegmentList {
  length = 0
  #starts = new BigUint64Array(FIRST_CAPACITY)
  #sizes = new BigUint64Array(FIRST_CAPACITY)
  /** The sizes as 32-bit halves, which can be compared without creating a bigint. */
  #halves = new Uint32Array(this.#sizes.buffer)
  /** The index of the state, plus 8 if the segment is outside. */
  #looks = new Uint8Array(FIRST_CAPACITY)
  #labels: string[] | undefined
  readonly #remarks = new Map<number, Remark>()

  /** Appends a segment, which must start where the last one ends. */
  push(start: bigint, size: bigint, state: SegmentState, outside: boolean, label: string, remark?: Remark): void {
    const at = this.length
    if (at === this.#looks.length) this.#grow()
    this.#starts[at] = start
    this.#sizes[at] = size
    this.#looks[at] = STATES.indexOf(state) + (outside ? 8 : 0)
    if (label !== '') this.#labelsFor(at)[at] = label
    if (remark !== undefined) this.#remarks.set(at, remark)
    this.length++
  }

  /** The first address. */
  get start(): bigint {
    return this.startAt(0)
  }

  /** The last address, inclusive. */
  get end(): bigint {
    return this.endAt(this.length - 1)
  }

  startAt(at: number): bigint {
    return this.#starts[at] as bigint
  }

  endAt(at: number): bigint {
    return this.startAt(at) + this.sizeAt(at) - 1n
  }

  sizeAt(at: number): bigint {
    // The size of all of u64 doesn't fit.
    return (this.#sizes[at] as bigint) || 1n << 64n
  }

  stateAt(at: number): SegmentState {
    return STATES[(this.#looks[at] as number) & 7] as SegmentState
  }

  isOutsideAt(at: number): boolean {
    return ((this.#looks[at] as number) & 8) !== 0
  }

  labelAt(at: number): string {
    return this.#labels?.[at] ?? ''
  }

  remarkAt(at: number): Remark | undefined {
    return this.#remarks.get(at)
  }

  /** The segment as an object. */
  at(at: number): Segment {
    const [start, size, state, outside] = [this.startAt(at), this.sizeAt(at), this.stateAt(at), this.isOutsideAt(at)]
    const [label, remark, end] = [this.labelAt(at), this.remarkAt(at), start + size - 1n]
    return { start, end, size, state, outside, label, remark, alternate: at % 2 === 1 }
  }

  /** The index of the segment that contains `address`, or of the next one. */
  indexOf(address: bigint): number {
    return partitionPoint(this.length, (at) => this.endAt(at) < address)
  }

  /** Whether two segments differ only in their addresses. */
  areAlike(one: number, other: number): boolean {
    if (this.#looks[one] !== this.#looks[other]) return false
    if (this.#halves[2 * one] !== this.#halves[2 * other]) return false
    if (this.#halves[2 * one + 1] !== this.#halves[2 * other + 1]) return false
    if (this.#labels !== undefined && this.labelAt(one) !== this.labelAt(other)) return false
    return this.#remarks.size === 0 || haveSameRemark(this.remarkAt(one), this.remarkAt(other))
  }

  #grow(): void {
    const [starts, sizes, looks] = [this.#starts, this.#sizes, this.#looks]
    const capacity = looks.length * 2
    this.#starts = new BigUint64Array(capacity)
    this.#sizes = new BigUint64Array(capacity)
    this.#looks = new Uint8Array(capacity)
    this.#starts.set(starts)
    this.#sizes.set(sizes)
    this.#looks.set(looks)
    this.#halves = new Uint32Array(this.#sizes.buffer)
  }

  /** The names of the segments so far, created with the first name. */
  #labelsFor(at: number): string[] {
    this.#labels ??= []
    while (this.#labels.length < at) this.#labels.push('')
    return this.#labels
  }
}

function haveSameRemark(one: Remark | undefined, other: Remark | undefined): boolean {
  if (one === other) return true
  return one?.over === other?.over && one?.partOf === undefined && other?.partOf === undefined
}
