// The crate's answers where u32 values are at their edges, as a Rust program with the crate alone prints them.
import test from 'ava'
import { IdAllocator } from 'vm-allocator'
import { U32_EDGES } from '../support/edges.ts'
import { refuses } from '../support/refusal.ts'

/**
 * `frees`: what `freeId` of each edge answers when the first two ids were handed out: the id (`f`), `OutOfRange` (`x`)
 * or `NeverAllocated` (`n`). What is left out is refused: every other pair of edges ends before it begins.
 */
const SPACES: readonly [
  base: number,
  end: number,
  second: number | 'ResourceNotAvailable' | 'Overflow',
  frees: string,
][] = [
  [0, 0, 'ResourceNotAvailable', 'fxxxxxx'],
  [0, 1, 1, 'ffxxxxx'],
  [0, 2 ** 16, 1, 'ffnxxxx'],
  [0, 2 ** 31 - 1, 1, 'ffnnxxx'],
  [0, 2 ** 31, 1, 'ffnnnxx'],
  [0, 2 ** 32 - 2, 1, 'ffnnnnx'],
  [0, 2 ** 32 - 1, 1, 'ffnnnnn'],
  [1, 1, 'ResourceNotAvailable', 'xfxxxxx'],
  [1, 2 ** 16, 2, 'xfnxxxx'],
  [1, 2 ** 31 - 1, 2, 'xfnnxxx'],
  [1, 2 ** 31, 2, 'xfnnnxx'],
  [1, 2 ** 32 - 2, 2, 'xfnnnnx'],
  [1, 2 ** 32 - 1, 2, 'xfnnnnn'],
  [2 ** 16, 2 ** 16, 'ResourceNotAvailable', 'xxfxxxx'],
  [2 ** 16, 2 ** 31 - 1, 2 ** 16 + 1, 'xxfnxxx'],
  [2 ** 16, 2 ** 31, 2 ** 16 + 1, 'xxfnnxx'],
  [2 ** 16, 2 ** 32 - 2, 2 ** 16 + 1, 'xxfnnnx'],
  [2 ** 16, 2 ** 32 - 1, 2 ** 16 + 1, 'xxfnnnn'],
  [2 ** 31 - 1, 2 ** 31 - 1, 'ResourceNotAvailable', 'xxxfxxx'],
  [2 ** 31 - 1, 2 ** 31, 2 ** 31, 'xxxffxx'],
  [2 ** 31 - 1, 2 ** 32 - 2, 2 ** 31, 'xxxffnx'],
  [2 ** 31 - 1, 2 ** 32 - 1, 2 ** 31, 'xxxffnn'],
  [2 ** 31, 2 ** 31, 'ResourceNotAvailable', 'xxxxfxx'],
  [2 ** 31, 2 ** 32 - 2, 2 ** 31 + 1, 'xxxxfnx'],
  [2 ** 31, 2 ** 32 - 1, 2 ** 31 + 1, 'xxxxfnn'],
  [2 ** 32 - 2, 2 ** 32 - 2, 'ResourceNotAvailable', 'xxxxxfx'],
  [2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32 - 1, 'xxxxxff'],
  [2 ** 32 - 1, 2 ** 32 - 1, 'Overflow', 'xxxxxxf'],
]

const ids = test.macro({
  exec(t, base: number, end: number, second: number | 'ResourceNotAvailable' | 'Overflow', frees: string) {
    const allocator = new IdAllocator(base, end)
    t.is(allocator.base, base)
    t.is(allocator.end, end)
    for (const id of U32_EDGES) t.false(allocator.isAllocated(id), `${id} in a new allocator`)
    t.is(allocator.allocateId(), base)
    if (typeof second === 'number') t.is(allocator.allocateId(), second)
    else refuses(t, () => allocator.allocateId(), second)
    for (const [i, id] of U32_EDGES.entries()) {
      const answer = frees[i]
      t.is(allocator.isAllocated(id), answer === 'f', `isAllocated(${id})`)
      if (answer === 'f') t.is(allocator.freeId(id), id)
      else refuses(t, () => allocator.freeId(id), answer === 'x' ? 'OutOfRange' : 'NeverAllocated', { id })
      t.false(allocator.isAllocated(id), `isAllocated(${id}) after freeId`)
    }
  },
  title: (_, base, end) => `ids from ${base} to ${end}`,
})

for (const row of SPACES) test(ids, ...row)

const backwards = test.macro({
  exec(t, base: number, end: number) {
    refuses(t, () => new IdAllocator(base, end), 'InvalidRange', { start: BigInt(base), end: BigInt(end) })
  },
  title: (_, base, end) => `ids from ${base} to ${end} are refused`,
})

for (const [base, end] of SPACES) {
  if (base !== end) test(backwards, end, base)
}
