import { expectAssignable, expectError, expectNotAssignable, expectType } from 'tsd'
import type { Adapter, PortPolicy, PortRange } from 'vm-allocator/conformance'

declare class Pool {
  static open(base: bigint, size: bigint): Promise<Pool>
  take(size: bigint, options: { align: bigint; policy: PortPolicy<'bigint'> }): { start: bigint; end: bigint }
  giveBack(range: { start: bigint; end: bigint }): void
}
declare class Ids {
  constructor(first: number, last: number)
  next(): Promise<{ ok: true; id: number } | { ok: false; reason: string }>
}

// As in the guide: no cast, no annotation.
const bigints: Adapter<'bigint', Pool, Ids> = {
  createAddressAllocator: (base, size) => Pool.open(base, size),
  createIdAllocator: (base, end) => new Ids(base, end),
  allocate: (pool, size, align, policy) => {
    expectType<Pool>(pool)
    expectType<bigint>(size)
    expectType<bigint>(align)
    if (policy.kind === 'ExactMatch') expectType<bigint>(policy.address)
    return pool.take(size, { align, policy })
  },
  free: (pool, range) => {
    expectType<PortRange<'bigint'>>(range)
    pool.giveBack(range)
  },
  allocateId: (ids) => {
    expectType<Ids>(ids)
    return ids.next()
  },
  freeId: async (_, id) => {
    expectType<number>(id)
    return id
  },
}
expectAssignable<Adapter<'bigint', Pool, Ids>>(bigints)

// Bigints are the default, and `numbers` can be left out.
const plain: Adapter = {
  createAddressAllocator: (base, size) => expectType<bigint>(base + size),
  len: (range) => {
    expectType<unknown>(range)
    return 1n
  },
}
expectAssignable<Adapter<'bigint'>>(plain)

// Numbers must be declared, because nothing else says so when the kit runs.
const numbers: Adapter<'number', Map<number, number>> = {
  numbers: 'number',
  createAddressAllocator: (base, size) => {
    expectType<number>(base)
    return new Map([[base, size]])
  },
  allocate: (pages, size, align, policy) => {
    expectType<Map<number, number>>(pages)
    expectType<number>(size + align)
    return { start: policy.kind === 'ExactMatch' ? policy.address : 0, end: size }
  },
  free: (pages, { start }) => pages.delete(start),
}
expectAssignable<Adapter<'number', Map<number, number>>>(numbers)
expectNotAssignable<Adapter<'number'>>({ createRangeInclusive: (start: number) => start })
expectError<Adapter<'number'>>({ numbers: 'bigint' })
expectError<Adapter<'bigint'>>({ numbers: 'number' })
expectError<Adapter<'bigint', Pool>>({ free: (pool: Ids) => pool })

// Result objects and promises of any shape that `unwrap` unpacks.
expectAssignable<Adapter>({
  createIdAllocator: (base: number, end: number) => Promise.resolve({ ok: true, value: new Ids(base, end) }),
  allocateId: (ids: unknown) => (ids as Ids).next(),
  unwrap: (returned: unknown) => {
    const result = returned as { ok: true; id: number } | { ok: false; reason: string }
    return result.ok ? { value: result.id } : { error: { kind: result.reason } }
  },
})
expectError<Adapter>({ unwrap: () => ({ result: 1 }) })
expectError<Adapter>({ errorOf: () => ({ reason: 'ResourceNotAvailable' }) })

// Members may be typed where they occur.
expectAssignable<Adapter>({ allocate: (pool: Pool, size: bigint, align: bigint) => [pool, size, align] })
// Any other name is a mistake.
expectError<Adapter>({ alocate: () => undefined })
