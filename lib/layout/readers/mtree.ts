import { LayoutBuilder } from '../builder.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { type LayoutKind, LayoutRange } from '../layout-range.ts'
import { eachLineAt, endOfHex, hexAt, withoutEscapes } from '../lines.ts'
import { noteReversed, noteUnreadable } from './skipped.ts'

const FORMAT = 'qemu-mtree-flat'
const VIEW = /FlatView #\d+\s*$/
/** Before QEMU 2.11, there is a view for each address space. */
const OLD_VIEW = /^\s*address-space \(flat view\): (.*)$/
/** The first line of a tree in `info mtree` without -f. */
const TREE = /^\s*(?:address-space|memory-region): /
const ADDRESS_SPACE = /^\s+AS "(.*)", root: /
const ROOT = /^\s+Root memory region: (.*)$/
const REST = /^ \(prio -?\d+, ([a-z][a-z/-]*)\): (.*)$/
/** The words after a name: its owners with -o, and the accelerators that use it. */
const OWNERS = / (?:owner|parent):\{(?:dev|obj)[^{}]*\}| orphan$/g
const ACCELERATORS = /(?: (?:KVM|HVF|WHPX|NVMM|MSHV|HAX|Xen|tcg|kvm))+$/
const OFFSET = / @[\da-f]{8,16}$/
const OWNER = / owner:\{(?:dev|obj) (?:id=|path=|type=)([^{}]*)\}/
/** A range with more digits than an address has. */
const WIDE = /^\s*([\da-f]{8,40}-[\da-f]{8,40}) \(prio -?\d+, [a-z][a-z/-]*\): (.*)$/

/** Reads QEMU's `info mtree -f`: the flattened view of each address space. */
export function readMtree(text: string): Layout {
  const builder = new LayoutBuilder(FORMAT)
  let view: View | undefined
  let views = 0
  const names = new Set<string>()
  const end = (): void => view?.addTo(builder, names)
  const clean = withoutEscapes(text)
  eachLineAt(clean, (start, past, number) => {
    // Almost all lines are ranges: parse them in place.
    if (view?.readRange(clean, start, past, number) === true) return
    const line = clean.slice(start, past)
    if (VIEW.test(line)) {
      end()
      view = new View(builder, views++)
      return
    }
    const old = OLD_VIEW.exec(line)
    if (old !== null) {
      end()
      view = new View(builder, views++, old[1])
    } else if (TREE.test(line)) {
      end()
      view = undefined
    } else view?.readHeading(line, number)
  })
  if (views === 0) throw new LayoutError('holds no "FlatView #0"', FORMAT)
  end()
  return builder.build()
}

/** The parsed words after the addresses, cached because they repeat. */
interface Rest {
  readonly label: string
  readonly type: string
  readonly kind: LayoutKind
  readonly owner: string | undefined
}

/** A flat view: several address spaces with the same content. */
class View {
  readonly #builder: LayoutBuilder
  readonly #number: number
  readonly #names: string[] = []
  readonly #ranges: LayoutRange[] = []
  #root = ''

  constructor(builder: LayoutBuilder, number: number, name?: string) {
    this.#builder = builder
    this.#number = number
    if (name !== undefined) this.#names.push(name)
  }

  readHeading(line: string, number: number): void {
    const wide = WIDE.exec(line)
    if (wide !== null) noteUnreadable(this.#builder, wide[1] as string, nameOf(wide[2] as string), number)
    const name = ADDRESS_SPACE.exec(line)?.[1]
    if (name !== undefined) this.#names.push(name)
    const root = ROOT.exec(line)?.[1]
    if (root !== undefined) this.#root = root
  }

  /** Reads `  00000000fec00000-00000000fec00fff (prio 0, i/o): ioapic`; returns false for any other line. */
  readRange(text: string, from: number, to: number, number: number): boolean {
    let at = from
    while (at < to && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at++
    const dash = endOfHex(text, at, to)
    if (at === from || dash - at < 8 || dash - at > 16 || text.charCodeAt(dash) !== 0x2d) return false
    const space = endOfHex(text, dash + 1, to)
    if (space - dash < 9 || space - dash > 17 || !text.startsWith(' (prio ', space)) return false
    const rest = restOf(text.slice(space, to))
    if (rest === undefined) return false
    const [start, end] = [hexAt(text, at, dash), hexAt(text, dash + 1, space)]
    const { label, type, kind, owner } = rest
    if (end < start) {
      noteReversed(this.#builder, start, end, label, number)
      return true
    }
    const range = new LayoutRange(start, end, label, label === this.#root ? 'free' : kind, type, number)
    if (owner !== undefined) range.owner = owner
    this.#ranges.push(range)
    return true
  }

  addTo(builder: LayoutBuilder, taken: Set<string>): void {
    if (this.#ranges.length === 0) return
    const [name = `FlatView #${this.#number}`, ...also] = this.#names
    const unique = taken.has(name) ? `${name} (FlatView #${this.#number})` : name
    taken.add(unique)
    const space = builder.space(unique)
    space.also.push(...also)
    for (const range of this.#ranges) space.ranges.push(range)
  }
}

function restOf(text: string): Rest | undefined {
  const match = REST.exec(text)
  if (match === null) return undefined
  const [, type, rest] = match as unknown as [string, string, string]
  return {
    label: nameOf(rest),
    type,
    kind: kindOf(type),
    owner: rest.includes('{') ? OWNER.exec(rest)?.[1] : undefined,
  }
}

function nameOf(rest: string): string {
  const named = rest.includes(':{') || rest.endsWith(' orphan') ? rest.replace(OWNERS, '') : rest
  return named.replace(ACCELERATORS, '').replace(OFFSET, '')
}

function kindOf(type: string): LayoutKind {
  return /^(?:nv-)?(?:ram|romd?)$/.test(type) ? 'memory' : 'device'
}
