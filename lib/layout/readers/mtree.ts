import { LayoutBuilder } from '../builder.ts'
import type { Layout } from '../layout.ts'
import { LayoutError } from '../layout-error.ts'
import { type LayoutKind, LayoutRange } from '../layout-range.ts'
import { eachLine, hex } from '../lines.ts'

const FORMAT = 'qemu-mtree-flat'
const VIEW = /FlatView #\d+\s*$/
const ADDRESS_SPACE = /^\s+AS "(.*)", root: /
const ROOT = /^\s+Root memory region: (.*)$/
const RANGE = /^\s+([\da-f]{8,16})-([\da-f]{8,16}) \(prio (-?\d+), ([a-z][a-z/-]*)\): (.*)$/
/** What follows a name: with -o its owners, and the accelerators that hold it. */
const OWNERS = / (?:owner|parent):\{(?:dev|obj)[^{}]*\}| orphan$/g
const ACCELERATORS = /(?: (?:KVM|HVF|WHPX|NVMM|MSHV|Xen|tcg))+$/
const OFFSET = / @[\da-f]{8,16}$/
const OWNER = / owner:\{(?:dev|obj) (?:id=|path=|type=)([^{}]*)\}/

/** Reads QEMU's `info mtree -f`: what each address space comes down to. */
export function readMtree(text: string): Layout {
  const builder = new LayoutBuilder(FORMAT)
  let view: View | undefined
  let views = 0
  const names = new Set<string>()
  const end = (): void => view?.addTo(builder, names)
  eachLine(text, (line, number) => {
    if (VIEW.test(line)) {
      end()
      view = new View(views++)
    } else view?.read(line, number)
  })
  if (views === 0) throw new LayoutError('holds no "FlatView #0"', FORMAT)
  end()
  return builder.build()
}

/** A flat view: several address spaces with the same content. */
class View {
  readonly #number: number
  readonly #names: string[] = []
  readonly #ranges: LayoutRange[] = []
  #root = ''

  constructor(number: number) {
    this.#number = number
  }

  read(line: string, number: number): void {
    const range = RANGE.exec(line)
    if (range !== null) {
      this.#range(range as unknown as string[], number)
      return
    }
    const name = ADDRESS_SPACE.exec(line)?.[1]
    if (name !== undefined) this.#names.push(name)
    const root = ROOT.exec(line)?.[1]
    if (root !== undefined) this.#root = root
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

  #range([, first = '', last = '', , type = '', rest = '']: string[], number: number): void {
    const owner = OWNER.exec(rest)?.[1]
    const label = nameOf(rest)
    const kind = label === this.#root ? 'free' : kindOf(type)
    const [start, end] = [hex(first), hex(last)]
    if (end < start) return
    const range = new LayoutRange(start, end, label, kind, type, number)
    if (owner !== undefined) range.owner = owner
    this.#ranges.push(range)
  }
}

function nameOf(rest: string): string {
  const named = rest.includes(':{') || rest.endsWith(' orphan') ? rest.replace(OWNERS, '') : rest
  return named.replace(ACCELERATORS, '').replace(OFFSET, '')
}

function kindOf(type: string): LayoutKind {
  return /^(?:nv-)?(?:ram|rom)$/.test(type) ? 'memory' : 'device'
}
