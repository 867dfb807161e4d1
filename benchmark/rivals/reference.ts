import type { Rival } from '../rival.ts'
import { loadNative } from './native-file.ts'

/** What the benchmarks measure against: a call that does nothing, and malloc's books. */
export const reference = loadNative<{ empty(): undefined; mallocBytes(): number }>('reference')

/** An empty Node-API call, hand-written. */
export const rival: Rival = { empty: reference.empty }
