import { connect } from './connect.ts'
import { loadBinding } from './load.ts'
import type { Native } from './native.ts'

/** The native functions. */
export const native: Native = connect(loadBinding().native)
