import type { NativeRefusal } from '../native.ts'
import type { Instance } from './instance.ts'

// The results that apply: see crates/wasm/src/failure.rs.
const HAS_ID = 1
const HAS_SIZE = 2
const HAS_RANGE = 4
const HAS_EXISTING = 8
const HAS_STATE = 16
const HAS_PATH = 32
const IS_FREE = 64

/** The reason for the last refusal; `null` if there is none. */
export function takeRefusal(instance: Instance): NativeRefusal | null {
  if (instance.exports.take_failure() === 0) return null
  const [flags = 0n, id = 0n, size = 0n, start = 0n, end = 0n, existingStart = 0n, existingEnd = 0n] =
    instance.results()
  const applies = (flag: number) => (Number(flags) & flag) !== 0
  const text = instance.takeText()
  const [kind = '', message = ''] = text.split('\n', 2)
  return {
    kind,
    message,
    path: applies(HAS_PATH) ? text.slice(kind.length + message.length + 2) : null,
    id: applies(HAS_ID) ? Number(id) : null,
    size: applies(HAS_SIZE) ? size : null,
    state: applies(HAS_STATE) ? (applies(IS_FREE) ? 'Free' : 'Allocated') : null,
    start: applies(HAS_RANGE) ? start : null,
    end: applies(HAS_RANGE) ? end : null,
    existingStart: applies(HAS_EXISTING) ? existingStart : null,
    existingEnd: applies(HAS_EXISTING) ? existingEnd : null,
  }
}
