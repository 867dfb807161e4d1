import { outOfRange } from '../argument.ts'
import { formatAddress } from './format.ts'
import { type Labeller, labellerOf } from './labels.ts'
import type { Extent, Layout, Remark, SegmentState, Share, Totals } from './layout.ts'
import { larger, smaller } from './layout.ts'
import type { DrawnPart } from './options.ts'
import { type ReadSource, readSource } from './read.ts'
import type { Region } from './regions.ts'
import { SegmentList } from './segment-list.ts'
import type { MapSource } from './source.ts'

/** Reads a source once, checks it, fills its gaps, and adds the regions around it. */
export function buildLayout(source: MapSource, { labels, regions, window }: DrawnPart): Layout {
  const read = readSource(source)
  return new Builder(read, labellerOf(labels, read.kind), regions, window).build()
}

/** Builds the segments in one pass over a source, in address order. */
class Builder {
  readonly #source: ReadSource
  readonly #labeller: Labeller
  readonly #regions: readonly Region[]
  readonly #window: Extent | undefined
  readonly #segments = new SegmentList()
  readonly #totals: Totals = {
    ...{ allocated: nothing(), free: nothing(), lost: nothing(), outside: nothing() },
    ...{ largestFree: 0n, smallest: undefined },
  }
  /** The first address without a segment. */
  #next: bigint
  /** The indices of the next named id and the next region. */
  #nextId = 0
  #nextRegion = 0

  constructor(source: ReadSource, labeller: Labeller, regions: readonly Region[], window: Extent | undefined) {
    this.#source = source
    this.#labeller = labeller
    this.#regions = regions
    this.#window = window
    this.#next = smaller(source.base, regions[0]?.start ?? source.base)
  }

  build(): Layout {
    const { kind, base, end } = this.#source
    this.#source.visit((start, last, state) => {
      this.#fillUpTo(start)
      if (this.#labeller.ids.length > 0) this.#addNamedIds(start, last)
      else this.#addRange(start, last, state, state === 'allocated' ? this.#labeller.nameOf(start, last) : '')
      this.#next = last + 1n
    })
    this.#fillUpTo(larger(end, this.#regions.at(-1)?.end ?? end) + 1n)
    if (this.#segments.length === 0) throw this.#emptyWindow()
    const drawn = { kind, segments: this.#segments, totals: this.#totals }
    if (this.#window === undefined) return { ...drawn, base, end, partOf: undefined }
    return { ...drawn, base: this.#segments.start, end: this.#segments.end, partOf: end - base + 1n }
  }

  #addNamedIds(first: bigint, last: bigint): void {
    const { ids } = this.#labeller
    let start = first
    for (; this.#nextId < ids.length && (ids[this.#nextId] as bigint) <= last; this.#nextId++) {
      const id = ids[this.#nextId] as bigint
      if (id < start) continue
      if (id > start) this.#addRange(start, id - 1n, 'allocated', '')
      this.#addRange(id, id, 'allocated', this.#labeller.nameOf(id, id))
      start = id + 1n
    }
    if (start <= last) this.#addRange(start, last, 'allocated', '')
  }

  #addRange(start: bigint, end: bigint, state: 'allocated' | 'free', label: string): void {
    const outside = start < this.#source.base || end > this.#source.end
    if (this.#regions.length === 0) this.#push(start, end, state, outside, label, undefined, 0)
    else {
      const over = this.#regionsOver(start, end)
      this.#push(start, end, state, outside, label, over[0]?.label, over.length - 1)
    }
  }

  /** Fills a gap: inside the managed space it is lost (or free ids), outside it is unmanaged. */
  #fillUpTo(past: bigint): void {
    if (past <= this.#next) return
    const { kind, base, end } = this.#source
    const [start, last] = [this.#next, past - 1n]
    this.#addUnmanaged(start, smaller(last, base - 1n))
    const inside = { start: larger(start, base), end: smaller(last, end) }
    if (inside.start <= inside.end) {
      this.#push(inside.start, inside.end, kind === 'address' ? 'lost' : 'free', false, '', undefined, 0)
    }
    this.#addUnmanaged(larger(start, end + 1n), last)
  }

  #addUnmanaged(first: bigint, last: bigint): void {
    let start = first
    for (const region of first > last ? [] : this.#regionsOver(first, last)) {
      if (region.start > start) this.#push(start, region.start - 1n, 'unmanaged', false, '', undefined, 0)
      const from = larger(region.start, start)
      const to = smaller(region.end, last)
      this.#push(from, to, 'region', false, region.label, undefined, 0)
      start = to + 1n
    }
    if (start <= last) this.#push(start, last, 'unmanaged', false, '', undefined, 0)
  }

  /** The regions that overlap start…end. Calls must be in address order. */
  #regionsOver(start: bigint, end: bigint): readonly Region[] {
    while ((this.#regions[this.#nextRegion]?.end ?? start) < start) this.#nextRegion++
    let past = this.#nextRegion
    while ((this.#regions[past]?.start ?? end + 1n) <= end) past++
    return this.#regions.slice(this.#nextRegion, past)
  }

  #push(
    start: bigint,
    end: bigint,
    state: SegmentState,
    outside: boolean,
    label: string,
    over: string | undefined,
    moreRegions: number,
  ): void {
    const window = this.#window
    let remark: Remark | undefined
    let [from, to] = [start, end]
    if (window !== undefined && (start < window.start || end > window.end)) {
      from = larger(start, window.start)
      to = smaller(end, window.end)
      if (from > to) return
      if (state !== 'unmanaged') remark = { partOf: { start, end }, over, moreRegions }
    } else if (over !== undefined) remark = { partOf: undefined, over, moreRegions }
    const size = to - from + 1n
    this.#segments.push(from, size, state, outside, label, remark)
    this.#count(size, state, outside)
  }

  #count(size: bigint, state: SegmentState, outside: boolean): void {
    const totals = this.#totals
    if (outside) add(totals.outside, size)
    if (state === 'region' || state === 'unmanaged') return
    add(totals[state], size)
    if (state === 'free') totals.largestFree = larger(totals.largestFree, size)
    else totals.smallest = smaller(totals.smallest ?? size, size)
  }

  #emptyWindow(): RangeError {
    const { base, end } = this.#source
    const start = smaller(base, this.#regions[0]?.start ?? base)
    const last = larger(end, this.#regions.at(-1)?.end ?? end)
    const expected = `an extent that shares an address with ${formatAddress(start)} – ${formatAddress(last)}`
    return outOfRange('window', expected, this.#window)
  }
}

function nothing(): Share {
  return { size: 0n, count: 0 }
}

function add(share: Share, size: bigint): void {
  share.size += size
  share.count++
}
