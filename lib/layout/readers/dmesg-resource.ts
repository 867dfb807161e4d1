import { hex } from '../lines.ts'

/** A resource as the kernel prints it with `%pR`. */
export interface Resource {
  readonly space: 'memory' | 'io'
  /** Absent when it has a size alone. */
  readonly start: bigint | undefined
  readonly end: bigint | undefined
  readonly size: bigint
  readonly width: 32 | 64
  readonly prefetchable: boolean
  readonly disabled: boolean
}

/** A resource that has a place. */
export interface PlacedResource extends Resource {
  readonly start: bigint
  readonly end: bigint
}

const RESOURCE = /^\[(mem|io) +(?:size 0x([\da-f]{1,16})|0x([\da-f]{1,16})(?:-0x([\da-f]{1,16}))?)((?: [a-z\d]+)*)\]$/

/** Parses `[mem 0xfd000000-0xfd1fffff 64bit pref]`, `[io  0x0cf8]` or `[mem size 0x10000000]`. */
export function parseResource(text: string): Resource | undefined {
  const match = RESOURCE.exec(text)
  if (match === null) return undefined
  const [, kind, bytes, first, last = first, flags = ''] = match
  const start = first === undefined ? undefined : hex(first)
  const end = last === undefined ? undefined : hex(last)
  const size = bytes !== undefined ? hex(bytes) : start !== undefined && end !== undefined ? end - start + 1n : 0n
  return {
    space: kind === 'io' ? 'io' : 'memory',
    start,
    end,
    size,
    width: flags.includes(' 64bit') ? 64 : 32,
    prefetchable: flags.includes(' pref'),
    disabled: flags.includes(' disabled'),
  }
}

/** Whether a resource has a place: two ends in order. */
export function isRange(resource: Resource | undefined): resource is PlacedResource {
  return resource?.start !== undefined && resource.end !== undefined && resource.end >= resource.start
}
