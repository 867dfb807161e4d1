import { Refusal } from '../ports/refusal.ts'
import { SortedArrayIds } from '../ports/sorted-array-ids.ts'
import { SortedArrayAllocator } from '../ports/sorted-array-number.ts'
import { conceal, type Rival } from '../rival.ts'

const addresses = conceal({
  integer: Number,
  create: (base, size) => new SortedArrayAllocator(base, size),
  lastMatch: 'LastMatch' as const,
  exactMatch: (address) => ({ address }),
})

/** A port to TypeScript with numbers as addresses, which must therefore be below 2⁵³. */
export const rival: Rival = {
  addresses,
  numbers: addresses,
  createIds: (base, end) => new SortedArrayIds(base, end),
  kind: (error) => (error instanceof Refusal ? error.kind : String(error)),
}
