import { loadBinding } from './load.ts'
import type { Native } from './native.ts'

/** The native functions. */
export const native: Native = loadBinding().native
