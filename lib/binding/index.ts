import type { Native } from './native.ts'
import { openNative } from './open.ts'

/** The functions that the classes call. */
export const native: Native = openNative().native
