import { DONE, openMailbox } from '../mailbox.ts'
import type { AddressHandle, IdHandle, Native, SystemHandle } from '../native.ts'
import { foreignHandle, openHandles } from './handles.ts'
import { hotCalls } from './hot-calls.ts'
import { startInstance } from './instance.ts'
import { takeRefusal } from './refusal.ts'
import { systemFunctions } from './system.ts'

/** The functions of {@link Native} on a WebAssembly module. */
export function wasmNative(code: Uint8Array<ArrayBuffer>): Native {
  const instance = startInstance(code)
  const { exports } = instance
  const addresses = openHandles<AddressHandle>(exports.address_drop)
  const ids = openHandles<IdHandle>(exports.id_drop)
  const systems = openHandles<SystemHandle>(exports.system_drop)
  const mailbox = openMailbox()

  const { guarded } = instance
  const done = (call: () => number): void => {
    if (guarded(call) !== DONE) throw foreignHandle()
  }
  const address = (number: bigint) => (number === 0n ? null : addresses.create(number))
  const id = (number: bigint) => (number === 0n ? null : ids.create(number))
  /** The results of a call on an address allocator. */
  const numbers = (handle: AddressHandle, call: (number: bigint) => number): BigUint64Array => {
    const number = addresses.numberOf(handle)
    done(() => call(number))
    return instance.results()
  }

  const idNumbers = (handle: IdHandle, call: (number: bigint) => number): BigUint64Array => {
    const number = ids.numberOf(handle)
    done(() => call(number))
    return instance.results()
  }

  return {
    mailbox,
    ...hotCalls(instance, mailbox),
    version() {
      exports.version()
      return instance.takeText()
    },
    createAddressAllocator: (base, size, sound) =>
      guarded(() => address(exports.address_create(base, size, Number(sound)))),
    addressSlot: (handle) => addresses.numberOf(handle),
    addressBase: (handle) => numbers(handle, exports.address_space)[0] as bigint,
    addressEnd: (handle) => numbers(handle, exports.address_space)[1] as bigint,
    addressSound: (handle) => numbers(handle, exports.address_space)[2] === 1n,
    addressRanges(handle, onlyAllocated) {
      const only = onlyAllocated === undefined ? 2 : Number(onlyAllocated)
      numbers(handle, (number) => exports.address_ranges(number, only))
      return instance.takeWords()
    },
    addressLargest(handle, align, start, end) {
      const [found, ...ends] = numbers(handle, (number) => exports.address_largest(number, align, start, end))
      return BigUint64Array.from(found === 0n ? [] : ends.slice(0, 2))
    },
    addressDigest(handle) {
      numbers(handle, exports.address_digest)
      return instance.takeText()
    },
    addressStats(handle) {
      const [allocated, free, allocatedBytes, freeBytes, lostBytes, largest] = numbers(handle, exports.address_stats)
      return {
        allocatedRanges: Number(allocated),
        freeRanges: Number(free),
        allocatedBytes: allocatedBytes as bigint,
        freeBytes: freeBytes as bigint,
        lostBytes: lostBytes as bigint,
        largestFreeRange: largest as bigint,
      }
    },
    addressSnapshot(handle) {
      numbers(handle, exports.address_snapshot)
      return instance.takeText()
    },
    restoreAddressAllocator: (document, sound) =>
      guarded(() => {
        instance.giveDocument(document)
        return address(exports.address_restore(Number(sound)))
      }),
    cloneAddressAllocator: (handle) => {
      const number = addresses.numberOf(handle)
      return guarded(() => address(exports.address_clone(number))) as AddressHandle
    },
    addressEquals(handle, other) {
      const [left, right] = [addresses.numberOf(handle), addresses.numberOf(other)]
      return guarded(() => exports.address_equals(left, right)) === 1
    },

    createIdAllocator: (base, end) => guarded(() => id(exports.id_create(base, end))),
    idSlot: (handle) => ids.numberOf(handle),
    idBase: (handle) => Number(idNumbers(handle, exports.id_ends)[0]),
    idEnd: (handle) => Number(idNumbers(handle, exports.id_ends)[1]),
    idDigest(handle) {
      idNumbers(handle, exports.id_digest)
      return instance.takeText()
    },
    isAllocated(handle, wanted) {
      return idNumbers(handle, (number) => exports.id_is_allocated(number, wanted))[0] === 1n
    },
    idState(handle) {
      const [base, end, next] = idNumbers(handle, exports.id_state)
      const freed = instance.takeWords()
      return { base: Number(base), end: Number(end), next: Number(next), freed: Uint32Array.from(freed, Number) }
    },
    idSnapshot(handle) {
      idNumbers(handle, exports.id_snapshot)
      return instance.takeText()
    },
    restoreIdAllocator: (document) =>
      guarded(() => {
        instance.giveDocument(document)
        return id(exports.id_restore())
      }),
    cloneIdAllocator(handle) {
      const number = ids.numberOf(handle)
      return guarded(() => id(exports.id_clone(number))) as IdHandle
    },

    ...systemFunctions(instance, systems),
    systemPool(handle, pool) {
      const number = systems.numberOf(handle)
      return guarded(() => address(exports.system_pool(number, pool))) as AddressHandle
    },

    checkRange: (start, end) => (guarded(() => exports.check_range(start, end)) === 1 ? true : null),
    checkConstraint: (size, align, code, place) =>
      guarded(() => exports.check_constraint(size, align, code, place)) === 1 ? true : null,
    takeFailure: () => guarded(() => takeRefusal(instance)),
  }
}
