import { ADDRESS, ALIGN, DONE, END, ID, openMailbox, POLICY, SIZE, SLOT, START, STATUS } from '../mailbox.ts'
import type { AddressHandle, HotCalls, IdHandle, Native, SystemHandle } from '../native.ts'
import { foreignHandle, openHandles } from './handles.ts'
import { ensureHeadroom, FRAMES } from './headroom.ts'
import { type Instance, startInstance } from './instance.ts'
import { takeRefusal } from './refusal.ts'
import { systemFunctions } from './system.ts'

const UNKNOWN = 2
/** What `address_allocate` answers when it has no range to answer with. */
const NONE = -1n

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
  const address = (number: bigint) => (number === 0n ? null : addresses.create(BigInt.asUintN(64, number)))
  const id = (number: bigint) => (number === 0n ? null : ids.create(BigInt.asUintN(64, number)))
  /** The results of a call on an address allocator. */
  const numbers = (handle: AddressHandle, call: (number: bigint) => number): BigUint64Array => {
    const number = addresses.numberOf(handle)
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
    isAllocated(handle, wanted) {
      const number = ids.numberOf(handle)
      done(() => exports.id_is_allocated(number, wanted))
      return instance.results()[0] === 1n
    },
    idState(handle) {
      const number = ids.numberOf(handle)
      done(() => exports.id_state(number))
      const [base, end, next] = instance.results()
      const freed = instance.takeWords()
      return { base: Number(base), end: Number(end), next: Number(next), freed: Uint32Array.from(freed, Number) }
    },
    idSnapshot(handle) {
      const number = ids.numberOf(handle)
      done(() => exports.id_snapshot(number))
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

/** The calls that a VMM makes all the time: nothing that can throw comes after the change. */
function hotCalls({ exports, ended }: Instance, { words, halves }: Native['mailbox']): HotCalls {
  const finish = (status: number): void => {
    if (status === UNKNOWN) throw foreignHandle()
    halves[STATUS] = status
  }
  return {
    allocate() {
      ensureHeadroom(FRAMES)
      const [slot, size, align, place] = [words[SLOT], words[SIZE], words[ALIGN], words[ADDRESS]] as [
        bigint,
        bigint,
        bigint,
        bigint,
      ]
      let start: bigint
      try {
        start = exports.address_allocate(slot, size, align, halves[POLICY] as number, place)
        if (start === NONE && exports.last_status() !== DONE) return finish(exports.last_status())
      } catch (error) {
        throw ended(error)
      }
      // The array keeps 64 bits of what it is given.
      words[START] = start
      words[END] = start + size - 1n
      halves[STATUS] = DONE
    },
    free() {
      ensureHeadroom(FRAMES)
      let status: number
      try {
        status = exports.address_free(words[SLOT] as bigint, words[START] as bigint, words[END] as bigint)
      } catch (error) {
        throw ended(error)
      }
      finish(status)
    },
    allocateId() {
      ensureHeadroom(FRAMES)
      let answer: number
      try {
        answer = exports.id_allocate(words[SLOT] as bigint)
      } catch (error) {
        throw ended(error)
      }
      if (answer < 0) return finish(-answer)
      halves[ID] = answer
      halves[STATUS] = DONE
    },
    freeId() {
      ensureHeadroom(FRAMES)
      let status: number
      try {
        status = exports.id_free(words[SLOT] as bigint, halves[ID] as number)
      } catch (error) {
        throw ended(error)
      }
      finish(status)
    },
  }
}
