import type { AddressHandle, IdHandle, SystemHandle } from '../native.ts'

/** The number of an allocator in the module, inside a handle that can't be forged. */
class Numbered {
  readonly #number: bigint

  constructor(number: bigint) {
    this.#number = number
  }

  static numberOf(value: unknown): bigint | undefined {
    return typeof value === 'object' && value !== null && #number in value ? value.#number : undefined
  }
}

/** The handles of one kind in one instance. */
export interface Handles<Handle> {
  /** Makes the handle for a number. Once it is garbage collected, the allocator is dropped. */
  create(number: bigint): Handle
  /** Throws a TypeError unless the value is a handle of this kind. */
  numberOf(handle: Handle): bigint
}

export function openHandles<Handle extends AddressHandle | IdHandle | SystemHandle>(
  drop: (number: bigint) => void,
): Handles<Handle> {
  const registry = new FinalizationRegistry<bigint>(drop)
  const known = new WeakSet<Numbered>()
  return {
    create(number) {
      const handle = new Numbered(number)
      known.add(handle)
      registry.register(handle, number)
      return handle as unknown as Handle
    },
    numberOf(handle) {
      const number = Numbered.numberOf(handle)
      if (number === undefined || !known.has(handle as unknown as Numbered)) throw foreignHandle()
      return number
    },
  }
}

/** The error for a value that isn't a handle of the right kind. */
export function foreignHandle(): TypeError {
  const message = 'The "handle" argument must be a handle made by this function\'s allocator'
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' })
}
