import { endOfHex, hexAt } from '../lines.ts'

/** The flags after a resource's addresses. */
interface Flags {
  readonly width: 32 | 64
  readonly prefetchable: boolean
  readonly disabled: boolean
}

/** A resource as the kernel prints it with `%pR`. */
export class Resource {
  readonly space: 'memory' | 'io'
  /** `undefined` if only the size is known. */
  readonly start: bigint | undefined
  readonly end: bigint | undefined
  readonly #flags: Flags
  readonly #size: bigint | undefined

  constructor(
    space: 'memory' | 'io',
    start: bigint | undefined,
    end: bigint | undefined,
    flags: Flags,
    size: bigint | undefined,
  ) {
    this.space = space
    this.start = start
    this.end = end
    this.#flags = flags
    this.#size = size
  }

  /** In bytes. */
  get size(): bigint {
    if (this.#size !== undefined) return this.#size
    return isRange(this) ? this.end - this.start + 1n : 0n
  }

  get width(): 32 | 64 {
    return this.#flags.width
  }

  get prefetchable(): boolean {
    return this.#flags.prefetchable
  }

  get disabled(): boolean {
    return this.#flags.disabled
  }

  /** The same, of which only the size is known. */
  withoutPlace(): Resource {
    return new Resource(this.space, undefined, undefined, this.#flags, this.size)
  }
}

/** A resource that has a place. */
export interface PlacedResource extends Resource {
  readonly start: bigint
  readonly end: bigint
}

/** Parses `[mem 0xfd000000-0xfd1fffff 64bit pref]`, `[io  0x0cf8]` or `[mem size 0x10000000]`. */
export function parseResource(text: string): Resource | undefined {
  return resourceAt(text, 0, text.length)
}

/** Parses a resource between two indices: from its opening bracket to after the closing one. */
export function resourceAt(text: string, from: number, past: number): Resource | undefined {
  const space = text.startsWith('[mem ', from) ? 'memory' : text.startsWith('[io ', from) ? 'io' : undefined
  const close = past - 1
  if (space === undefined || text.charCodeAt(close) !== 0x5d) return undefined
  let at = from + (space === 'io' ? 4 : 5)
  while (text.charCodeAt(at) === 0x20) at++
  const isSize = text.startsWith('size ', at)
  if (isSize) at += 5
  const first = endOfNumber(text, at, close)
  if (first < 0) return undefined
  const hasEnd = !isSize && text.charCodeAt(first) === 0x2d
  const last = hasEnd ? endOfNumber(text, first + 1, close) : first
  const flags = last < 0 ? undefined : flagsOf(text.slice(last, close))
  if (flags === undefined) return undefined
  const value = hexAt(text, at + 2, first)
  if (isSize) return new Resource(space, undefined, undefined, flags, value)
  return new Resource(space, value, hasEnd ? hexAt(text, first + 3, last) : value, flags, undefined)
}

/** Where a number such as `0xfd000000` ends; -1 if there is no number of at most 16 digits. */
function endOfNumber(text: string, at: number, past: number): number {
  if (!text.startsWith('0x', at)) return -1
  const end = endOfHex(text, at + 2, past)
  return end === at + 2 || end > at + 18 ? -1 : end
}

const FLAGS = /^(?: [a-z\d]+)*$/
const KNOWN_FLAGS = new Map<string, Flags | undefined>()

/** The most texts of flags to cache: logs have few kinds. */
function flagsOf(text: string): Flags | undefined {
  if (KNOWN_FLAGS.has(text)) return KNOWN_FLAGS.get(text)
  const flags = FLAGS.test(text)
    ? {
        width: text.includes(' 64bit') ? (64 as const) : (32 as const),
        prefetchable: text.includes(' pref'),
        disabled: text.includes(' disabled'),
      }
    : undefined
  if (KNOWN_FLAGS.size < 100 && text.length < 100) KNOWN_FLAGS.set(text, flags)
  return flags
}

/** Whether a resource has a place: a start, and an end that isn't below it. */
export function isRange(resource: Resource | undefined): resource is PlacedResource {
  return resource?.start !== undefined && resource.end !== undefined && resource.end >= resource.start
}
