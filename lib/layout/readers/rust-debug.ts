import { U64_MAX } from '../../argument.ts'
import { LayoutError } from '../layout-error.ts'
import { eachLine } from '../lines.ts'

/** A value without inner structure. */
export type DebugScalar = bigint | string
/** A struct, tuple, list or map that Rust's `{:#?}` prints on several lines. */
export interface DebugFrame {
  /** The field that holds it; empty in a list. */
  readonly key: string
  /** The name of the type or variant; empty for a list. */
  readonly name: string
  readonly line: number
  /** Scalars, and lists of scalars, by field. `Some(…)` is replaced with its content. */
  readonly fields: Record<string, DebugScalar | DebugScalar[]>
  /** The structs of a list. */
  readonly items: DebugFrame[]
  /** Small structs, by field. */
  readonly structs: Record<string, DebugFrame>
  /** The scalars of a list or tuple. */
  readonly scalars: DebugScalar[]
  /** For an `AddressAllocator`: the allocated keys in its tree. */
  readonly allocated: { readonly start: bigint; readonly end: bigint }[]
}

const OPEN = /^\s*(?:("(?:[^"\\]|\\.)*"|\w+): )?([\w:]*) ?([{([])$/
const CLOSE = /^\s*[})\]]+,?$/
/** Structs that are kept in full; of all others, only the fields are kept. */
const KEPT = new Set(['Bar', 'RangeInclusive'])
const DEEPEST = 256

/**
 * Walks through the text, calls `close` for each frame that ends, and returns the number of frames.
 *
 * @throws LayoutError if the brackets don't balance: half a struct reads as another value
 */
export function readRustDebug(
  text: string,
  { close }: { close(frame: DebugFrame, parent: DebugFrame | undefined): void },
): number {
  const open: DebugFrame[] = []
  let frames = 0
  eachLine(text, (line, number) => {
    const last = line.charCodeAt(line.length - 1)
    const begin = last === 0x7b || last === 0x28 || last === 0x5b ? OPEN.exec(line) : null
    if (begin !== null) {
      if (open.length >= DEEPEST) throw new LayoutError(`nests more than ${DEEPEST} levels deep`, undefined, number)
      open.push(frameOf(begin[1] ?? '', begin[2] ?? '', number))
    } else if (isClosing(line)) {
      const frame = open.pop()
      if (frame === undefined) {
        throw new LayoutError('closes a bracket that was never opened: the beginning is missing', undefined, number)
      }
      frames++
      end(frame, open)
      close(frame, open.at(-1))
    } else if (open.length > 0) addScalar(open.at(-1) as DebugFrame, line)
  })
  const unclosed = open.at(-1)
  if (unclosed !== undefined) {
    const name = `${unclosed.key} ${unclosed.name}`.trim()
    throw new LayoutError(`ends too early: ${name || 'the bracket'} of line ${unclosed.line} isn't closed`)
  }
  return frames
}

const CLOSING = new Set([0x29, 0x5d, 0x7d])

/** Whether a line ends a frame: a closing bracket, perhaps with a comma. */
function isClosing(line: string): boolean {
  let at = line.length - 1
  if (line.charCodeAt(at) === 0x2c) at--
  if (!CLOSING.has(line.charCodeAt(at))) return false
  const before = line.charCodeAt(at - 1)
  return at === 0 || before === 0x20 || CLOSE.test(line)
}

function frameOf(key: string, name: string, line: number): DebugFrame {
  return {
    ...{
      key: unquote(key),
      name,
      line,
      fields: { __proto__: null } as never,
      items: [],
      structs: { __proto__: null } as never,
    },
    ...{ scalars: [], allocated: [] },
  }
}

function addScalar(frame: DebugFrame, line: string): void {
  let start = 0
  while (line.charCodeAt(start) === 0x20) start++
  const end = line.charCodeAt(line.length - 1) === 0x2c ? line.length - 1 : line.length
  if (end <= start) return
  const colon = line.indexOf(': ', start)
  const key = colon < 0 || line.charCodeAt(start) === 0x22 ? undefined : line.slice(start, colon)
  const value = scalarOf(line.slice(key === undefined ? start : colon + 2, end))
  if (key !== undefined) frame.fields[key] = value
  else if (frame.scalars.length < 65_536) frame.scalars.push(value)
}

function scalarOf(text: string): DebugScalar {
  const first = text.charCodeAt(0)
  if (first >= 0x30 && first <= 0x39 && /^\d{1,20}$/.test(text)) return u64(text)
  if (first !== 0x53) return unquote(text)
  const some = /^Some\((.*)\)$/.exec(text)
  return some === null ? unquote(text) : scalarOf(some[1] as string)
}

/** The number, or the text if it isn't a u64. */
function u64(digits: string): DebugScalar {
  const value = BigInt(digits)
  return value <= U64_MAX ? value : digits
}

function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text
}

/** Passes the relevant parts of a frame to its parent. */
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
