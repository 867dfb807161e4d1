import { InvalidSnapshotError } from 'vm-allocator'
import { beginStackAtCaller } from '../caller.ts'
import { formatAddress } from '../map/format.ts'
import type { Pool } from './pool-definition.ts'

/** Formats a run for a message. */
export function formatRun(
  kind: Pool['kind'],
  { start, end }: { readonly start: bigint; readonly end: bigint },
): string {
  const [first, last] = kind === 'id' ? [`${start}`, `${end}`] : [formatAddress(start), formatAddress(end)]
  return kind === 'id' && start === end ? first : `${first} to ${last}`
}

/** Makes the error for a refused snapshot. */
export function fault(path: string, reason: string): InvalidSnapshotError {
  return beginStackAtCaller(new InvalidSnapshotError(path, reason))
}
