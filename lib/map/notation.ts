import { formatAddress, formatSize } from './format.ts'
import type { Layout } from './layout.ts'
import { sizeOf } from './layout.ts'

/** How a map writes places and sizes. */
export interface Notation {
  /** An address in hex, an id in decimal. */
  place(value: bigint): string
  /** Bytes in binary units, or a number of ids. */
  size(value: bigint): string
  /** The width of the widest place, in columns. */
  readonly placeColumns: number
  /** Heading of the sizes. */
  readonly sizeHeading: string
  /** Default title. */
  readonly title: string
}

/** The size of the drawing, and for a part, also of the whole. */
export function drawnSize(layout: Layout, notation: Notation): string {
  const size = notation.size(sizeOf({ start: layout.base, end: layout.end }))
  return layout.partOf === undefined ? size : `${size} of ${notation.size(layout.partOf)}`
}

/** Writes addresses in hex and sizes in binary units, or ids in decimal and as counts. */
export function notationOf(layout: Layout, ascii = false): Notation {
  const last = layout.segments.end
  if (layout.kind === 'address') {
    const digits = Math.max(last.toString(16).length, 3)
    return {
      place: (value) => formatAddress(value, digits),
      size: (value) => formatSize(value, { ascii }),
      placeColumns: digits + 2,
      sizeHeading: 'size',
      title: 'Address space',
    }
  }
  return {
    place: (value) => value.toString(),
    size: (value) => (value === 1n ? '1 id' : `${value} ids`),
    placeColumns: Math.max(last.toString().length, 'start'.length),
    sizeHeading: 'ids',
    title: 'Ids',
  }
}
