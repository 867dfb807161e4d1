import { native } from './binding/index.ts'
import type { NativeRefusal } from './binding/native.ts'
import { beginStackAt } from './caller.ts'
import { fromJSON } from './error-json.ts'
import { InvalidSnapshotError } from './invalid-snapshot-error.ts'
import { RangeInclusive } from './range-inclusive.ts'
import { type RefusedRequest, VmAllocatorError } from './vm-allocator-error.ts'

// Defined here, because error-json.ts imports ranges, which import errors.
Object.defineProperty(VmAllocatorError, 'fromJSON', { value: fromJSON, configurable: true, writable: true })

/**
 * The error for the last refused native call. Its stack begins where `caller` was called.
 *
 * @param largest - called if there was no room
 */
export function lastRefusal(
  caller: object,
  request?: RefusedRequest,
  largest?: () => RangeInclusive | undefined,
): VmAllocatorError | InvalidSnapshotError {
  const refusal = native.takeFailure()
  if (refusal === null) throw new Error('a native function refused arguments that had passed the checks')
  if (refusal.path !== null) return beginStackAt(caller, new InvalidSnapshotError(refusal.path, refusal.message))
  const instead = refusal.kind === 'ResourceNotAvailable' ? largest?.() : undefined
  return beginStackAt(caller, new VmAllocatorError({ ...withRanges(refusal), request, largest: instead } as never))
}

/** Replaces the addresses of a refusal with ranges: the one it is about, and the existing one in its way. */
function withRanges({ start, end, existingStart, existingEnd, ...refusal }: NativeRefusal): object {
  if (start === null || end === null || refusal.kind === 'InvalidRange') return { ...refusal, start, end }
  const existing =
    existingStart === null || existingEnd === null ? null : new RangeInclusive(existingStart, existingEnd)
  return { ...refusal, range: new RangeInclusive(start, end), existing }
}
