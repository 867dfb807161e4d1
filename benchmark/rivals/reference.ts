import type { Rival } from '../rival.ts'
import { loadNative } from './native-file.ts'

/** The references of the benchmarks: calls that allocate nothing, and malloc's statistics. */
export const reference = loadNative<{
  empty(): undefined
  createHandle(): object
  allocate(handle: object, size: bigint, align: bigint): bigint
  free(handle: object, start: bigint, end: bigint): undefined
  mallocBytes(): number
}>('reference')

/** Node-API calls, hand-written. */
export const rival: Rival = { empty: reference.empty, boundary: reference }
