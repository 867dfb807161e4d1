// The package's own classes, with faults in their answers.
import * as crate from 'vm-allocator'

/** The arguments that the kit passes to `allocate`. */
type Request = [size: bigint, align: bigint, policy: crate.AllocPolicy]

/** The package with another `allocate`. */
export function withAllocate(
  allocate: (original: () => crate.RangeInclusive, ...request: Request) => unknown,
): typeof crate {
  class AddressAllocator extends crate.AddressAllocator {
    override allocate(...request: never[]): crate.RangeInclusive {
      const values = request as unknown as Request
      return allocate(() => super.allocate(...values), ...values) as crate.RangeInclusive
    }
  }
  return { ...crate, AddressAllocator }
}

/** The package with address allocators that always repeat the first answer, which all of them share. */
export function sharing(): object {
  let only: crate.AddressAllocator | undefined
  class AddressAllocator extends crate.AddressAllocator {
    override allocate(...request: never[]): crate.RangeInclusive {
      only ??= new crate.AddressAllocator(this.base, this.end - this.base + 1n)
      return only.allocate(...(request as unknown as Request))
    }
  }
  return { ...crate, AddressAllocator }
}

/** The package with other messages for refusals. */
export function withMessages(): object {
  return withAllocate((original) => {
    try {
      return original()
    } catch (error) {
      throw Object.assign(error as Error, { message: 'No.' })
    }
  })
}
