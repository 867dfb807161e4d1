import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { script } from '../platform-packages.cjs'

/**
 * Whether a bundler has moved this script out of its package. Call it only when something is missing, since it reads a
 * file.
 */
export function isBundled(): boolean {
  if (script === undefined) return true
  try {
    return JSON.parse(readFileSync(join(dirname(script), '..', 'package.json'), 'utf8')).name !== 'vm-allocator'
  } catch {
    return true
  }
}
