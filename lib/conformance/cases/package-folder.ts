import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** The folder of this package, even if it was bundled. */
export const PACKAGE_FOLDER = dirname(createRequire(import.meta.url).resolve('vm-allocator/package.json'))
