import { NumberAllocator } from 'number-allocator'
import { FreeTreeAllocator } from '../ports/free-tree.ts'
import { Refusal } from '../ports/refusal.ts'
import { conceal, type Rival } from '../rival.ts'

const addresses = conceal({
  integer: Number,
  create: (base, size) => new FreeTreeAllocator(base, size),
  lastMatch: 'LastMatch' as const,
  exactMatch: (address) => ({ address }),
})

/** Packages from the npm registry: addresses with sorted-btree, ids with number-allocator. */
export const rival: Rival = {
  addresses,
  numbers: addresses,
  createIds(base, end) {
    const ids = new NumberAllocator(base, end)
    return {
      allocateId() {
        const id = ids.alloc()
        if (id === null) throw new Refusal('ResourceNotAvailable')
        return id
      },
      freeId: (id) => ids.free(id),
    }
  },
  kind: (error) => (error instanceof Refusal ? error.kind : String(error)),
}
