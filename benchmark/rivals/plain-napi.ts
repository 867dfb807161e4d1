import { conceal, type IdSpace, type Rival } from '../rival.ts'
import { loadNative } from './native-file.ts'

interface NativeRange {
  readonly start: bigint
  readonly end: bigint
}

interface NativeAddresses {
  allocate(size: bigint, align: bigint, policy?: number, address?: bigint): NativeRange
  free(range: NativeRange): void
}

interface PlainNapi {
  readonly AddressAllocator: new (base: bigint, size: bigint) => NativeAddresses
  readonly IdAllocator: new (base: number, end: number) => IdSpace
  readonly AllocPolicy: { readonly LastMatch: number; readonly ExactMatch: number }
}

const { AddressAllocator, AllocPolicy, IdAllocator } = loadNative<PlainNapi>('plain_napi')

/** Splits the policy into the native class's two arguments. */
class Addresses {
  readonly #native: NativeAddresses

  constructor(base: bigint, size: bigint) {
    this.#native = new AddressAllocator(base, size)
  }

  allocate(size: bigint, align: bigint, policy?: { readonly kind: number; readonly address?: bigint }): NativeRange {
    if (policy === undefined) return this.#native.allocate(size, align)
    return this.#native.allocate(size, align, policy.kind, policy.address)
  }

  free(range: NativeRange): void {
    this.#native.free(range)
  }
}

/** The crate behind `#[napi]` classes. */
export const rival: Rival = {
  addresses: conceal({
    integer: (value) => value,
    create: (base, size) => new Addresses(base, size),
    lastMatch: { kind: AllocPolicy.LastMatch },
    exactMatch: (address) => ({ kind: AllocPolicy.ExactMatch, address }),
  }),
  createIds: (base, end) => new IdAllocator(base, end),
  // The message is the crate's error in Rust's notation: ResourceNotAvailable, OutOfRange(7).
  kind: (error) => (error instanceof Error ? error.message.replace(/\(.*/, '') : String(error)),
}
