import {
  ADDRESS,
  ALIGN,
  DONE,
  END,
  ID,
  type Mailbox,
  POLICY,
  SIZE,
  SLOT,
  START,
  STATE,
  STATUS,
  WITHIN_END,
  WITHIN_START,
} from '../mailbox.ts'
import type { HotCalls } from '../native.ts'
import { foreignHandle } from './handles.ts'
import { ensureHeadroom } from './headroom.ts'
import type { Instance } from './instance.ts'

const UNKNOWN = 2

/**
 * The calls that a VMM makes all the time. Each passes the words of the mailbox as separate arguments, so that V8
 * creates no bigints. The headroom also covers the code after the change, so nothing can throw there.
 */
export function hotCalls({ exports, ended, results }: Instance, { words, halves }: Mailbox): HotCalls {
  const { address_allocate, address_fit, address_free, address_free_at, address_at, id_allocate, id_free } = exports
  const word = (index: number) => words[index] as bigint
  /** Records the status of a call, and returns whether it has results. */
  const finish = (status: number): boolean => {
    if (status === UNKNOWN) throw foreignHandle()
    halves[STATUS] = status
    return status === DONE
  }
  const takeRange = (at: number): void => {
    const from = results()
    words[START] = from[at] as bigint
    words[END] = from[at + 1] as bigint
  }
  const request = (call: typeof address_allocate): number => {
    ensureHeadroom(exports)
    try {
      const [policy, address] = [halves[POLICY] as number, word(ADDRESS)]
      return call(word(SLOT), word(SIZE), word(ALIGN), policy, address, word(WITHIN_START), word(WITHIN_END))
    } catch (error) {
      throw ended(error)
    }
  }
  return {
    allocate() {
      if (finish(request(address_allocate))) takeRange(0)
    },
    fit() {
      if (finish(request(address_fit))) takeRange(0)
    },
    free() {
      ensureHeadroom(exports)
      try {
        finish(address_free(word(SLOT), word(START), word(END)))
      } catch (error) {
        throw ended(error)
      }
    },
    freeAt() {
      ensureHeadroom(exports)
      try {
        if (finish(address_free_at(word(SLOT), word(START)))) takeRange(0)
      } catch (error) {
        throw ended(error)
      }
    },
    at() {
      ensureHeadroom(exports)
      try {
        if (!finish(address_at(word(SLOT), word(START)))) return
        halves[STATE] = Number(results()[0])
        takeRange(1)
      } catch (error) {
        throw ended(error)
      }
    },
    allocateId() {
      ensureHeadroom(exports)
      try {
        if (finish(id_allocate(word(SLOT)))) halves[ID] = Number(results()[0])
      } catch (error) {
        throw ended(error)
      }
    },
    freeId() {
      ensureHeadroom(exports)
      try {
        finish(id_free(word(SLOT), halves[ID] as number))
      } catch (error) {
        throw ended(error)
      }
    },
  }
}
