import type { Functions, NativeSystemRefusal, SystemHandle } from '../native.ts'
import { foreignHandle, type Handles } from './handles.ts'
import { ensureHeadroom } from './headroom.ts'
import type { Instance } from './instance.ts'
import { takeRefusal } from './refusal.ts'

/** The functions on systems of pools and devices. */
export type SystemFunctions = Omit<Pick<Functions, Extract<keyof Functions, `${string}ystem${string}`>>, 'systemPool'>

/** The codes of the calls: see crates/wasm/src/system_functions.rs. */
const [PLACE, ADOPT, DETACH, RELOCATE, OWNER] = [0, 1, 2, 3, 4]
const UNKNOWN = 3
/** The number of words for a pool in a refusal, without those of its holders. */
const ASKED_WORDS = 6

export function systemFunctions(instance: Instance, systems: Handles<SystemHandle>): SystemFunctions {
  const { exports } = instance
  /** The words with the results of a call on a system. */
  const words = (handle: SystemHandle, call: (number: bigint) => number): BigUint64Array<ArrayBuffer> => {
    const number = systems.numberOf(handle)
    if (instance.guarded(() => call(number)) !== 0) throw foreignHandle()
    return instance.takeWords()
  }
  const handle = (number: bigint) => (number === 0n ? null : systems.create(number))

  return {
    createSystem: (spaces) =>
      instance.guarded(() => {
        instance.giveDocument(bytesOf(spaces))
        return handle(exports.system_create())
      }),
    cloneSystem(original) {
      const number = systems.numberOf(original)
      return instance.guarded(() => handle(exports.system_clone(number))) as SystemHandle
    },
    systemNumber: (system) => systems.numberOf(system),
    systemPlace: (call) => passWords(instance, PLACE, call),
    systemAdopt: (call) => passWords(instance, ADOPT, call),
    systemDetach: (call) => passWords(instance, DETACH, call),
    systemRelocate: (call) => passWords(instance, RELOCATE, call),
    systemOwner: (call) => passWords(instance, OWNER, call),
    systemDevice: (system, device) => words(system, (number) => exports.system_device(number, device)),
    systemOwners: (system, pool) => words(system, (number) => exports.system_owners(number, pool)),
    systemRanges: (system, pool) => words(system, (number) => exports.system_ranges(number, pool)),
    systemRefusal(system) {
      const number = systems.numberOf(system)
      return instance.guarded(() => takeSystemRefusal(instance, number))
    },
  }
}

/** Makes a call whose arguments and results are words. Headroom covers the code after the change. */
function passWords(instance: Instance, code: number, call: BigUint64Array): void {
  const { exports } = instance
  ensureHeadroom(exports)
  const used = new Float64Array(call.buffer, call.byteOffset, 2)[1] as number
  try {
    instance.giveDocument(bytesOf(call.subarray(0, used)))
    const status = exports.system_call(call[0] as bigint, code, call.length)
    if (status === UNKNOWN) throw foreignHandle()
    call.set(instance.takeWords(), 1)
    new Float64Array(call.buffer, call.byteOffset, 1)[0] = status
  } catch (error) {
    throw instance.ended(error)
  }
}

function takeSystemRefusal(instance: Instance, number: bigint): NativeSystemRefusal {
  const { exports } = instance
  if (exports.system_refusal(number) === 0) throw new Error('there was no refusal')
  const words = instance.takeWords()
  const [resource = 0n, count = 0n] = words
  const pools: NativeSystemRefusal['pools'] = []
  let at = 2
  for (let pool = 0; pool < Number(count); pool++) {
    const [index = 0n, free = 0n, hasLargest, largestStart = 0n, largestEnd = 0n, length = 0n] = words.subarray(at)
    at += ASKED_WORDS
    const holders = words.slice(at, at + Number(length))
    at += Number(length)
    exports.system_refused()
    const refusal = takeRefusal(instance)
    if (refusal === null) throw new Error('there was no refusal of a pool')
    const largest = hasLargest === 1n ? { largestStart, largestEnd } : {}
    pools.push({ pool: Number(index), free, ...largest, holders, refusal })
  }
  return { resource: Number(resource), pools }
}

function bytesOf(words: BigUint64Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
}
