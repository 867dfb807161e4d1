import { Refusal } from '../ports/refusal.ts'
import { SortedArrayAllocator } from '../ports/sorted-array-bigint.ts'
import { SortedArrayIds } from '../ports/sorted-array-ids.ts'
import { conceal, type Rival } from '../rival.ts'

/** A port to TypeScript with bigints as addresses. */
export const rival: Rival = {
  addresses: conceal({
    integer: (value) => value,
    create: (base, size) => new SortedArrayAllocator(base, size),
    lastMatch: 'LastMatch' as const,
    exactMatch: (address) => ({ address }),
  }),
  createIds: (base, end) => new SortedArrayIds(base, end),
  kind: (error) => (error instanceof Refusal ? error.kind : String(error)),
}
