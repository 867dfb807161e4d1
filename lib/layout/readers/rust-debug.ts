import { LayoutError } from '../layout-error.ts'
import { eachLine } from '../lines.ts'

/** A value without inner structure. */
export type DebugScalar = bigint | string
/** A struct, tuple, list or map that Rust's `{:#?}` prints over several lines. */
export interface DebugFrame {
  /** The field that holds it; empty in a list. */
  readonly key: string
  /** The name of the type or variant; empty for a list. */
  readonly name: string
  readonly line: number
  /** Scalars, and lists of scalars, by field. What `Some(…)` holds stands for it. */
  readonly fields: Record<string, DebugScalar | DebugScalar[]>
  /** The structs of a list. */
  readonly items: DebugFrame[]
  /** Structs by field, those alone that are small. */
  readonly structs: Record<string, DebugFrame>
  /** Scalars of a list or tuple. */
  readonly scalars: DebugScalar[]
  /** For an `AddressAllocator`: the allocated keys in its tree. */
  readonly allocated: { readonly start: bigint; readonly end: bigint }[]
}

const OPEN = /^\s*(?:("[^"]*"|\w+): )?([\w:]*) ?([{([])$/
const CLOSE = /^\s*[})\]]+,?$/
const SCALAR = /^\s*(?:("[^"]*"|\w+): )?(.+?),?$/
/** Kept in full; of others the fields are enough. */
const KEPT = new Set(['Bar', 'RangeInclusive'])
const DEEPEST = 256

/** Walks through the text and calls `close` for each frame that ends; how many there were. */
export function readRustDebug(
  text: string,
  { close }: { close(frame: DebugFrame, parent: DebugFrame | undefined): void },
): number {
  const open: DebugFrame[] = []
  let frames = 0
  eachLine(text, (line, number) => {
    const begin = OPEN.exec(line)
    if (begin !== null) {
      if (open.length >= DEEPEST) throw new LayoutError(`nests more than ${DEEPEST} levels deep`, undefined, number)
      open.push(frameOf(begin[1] ?? '', begin[2] ?? '', number))
    } else if (CLOSE.test(line)) {
      const frame = open.pop()
      if (frame === undefined) return
      frames++
      end(frame, open)
      close(frame, open.at(-1))
    } else if (open.length > 0) addScalar(open.at(-1) as DebugFrame, line)
  })
  for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
    end(frame, open)
    close(frame, open.at(-1))
  }
  return frames
}

function frameOf(key: string, name: string, line: number): DebugFrame {
  return {
    ...{ key: unquote(key), name, line, fields: Object.create(null), items: [], structs: Object.create(null) },
    ...{ scalars: [], allocated: [] },
  }
}

function addScalar(frame: DebugFrame, line: string): void {
  const match = SCALAR.exec(line)
  if (match === null) return
  const key = match[1]
  const value = scalarOf(match[2] as string)
  if (key !== undefined) frame.fields[key] = value
  else if (frame.scalars.length < 65_536) frame.scalars.push(value)
}

function scalarOf(text: string): DebugScalar {
  if (/^\d{1,20}$/.test(text)) return BigInt(text)
  const some = /^Some\((.*)\)$/.exec(text)
  return some === null ? unquote(text) : scalarOf(some[1] as string)
}

function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text
}

/** Hands to the parent what it needs of a frame. */
function end(frame: DebugFrame, open: readonly DebugFrame[]): void {
  const parent = open.at(-1)
  if (parent === undefined) return
  if (frame.name === 'Some' && frame.scalars.length === 1) setField(parent, frame, frame.scalars[0] as DebugScalar)
  else if (frame.scalars.length > 0) setField(parent, frame, frame.scalars)
  if (!KEPT.has(frame.name)) collect(frame, open)
  else if (frame.key === '') parent.items.push(frame)
  else parent.structs[frame.key] = frame
}

function setField(parent: DebugFrame, frame: DebugFrame, value: DebugScalar | DebugScalar[]): void {
  if (frame.key !== '') parent.fields[frame.key] = value
}

/** A node of an allocator's tree. */
function collect(frame: DebugFrame, open: readonly DebugFrame[]): void {
  if (frame.fields['node_state'] !== 'Allocated') return
  const { start, end: last } = frame.structs['key']?.fields ?? {}
  if (typeof start !== 'bigint' || typeof last !== 'bigint' || last < start) return
  for (let at = open.length - 1; at >= 0; at--) {
    const allocator = open[at] as DebugFrame
    if (allocator.name === 'AddressAllocator') return void allocator.allocated.push({ start, end: last })
  }
}
