import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { requirePackage, script } from '../platform-packages.cjs'
import { isBundled } from './bundled.ts'
import { readFileHeader } from './file-header.ts'
import { hostPlatform } from './host.ts'
import { type Attempt, isCode, loadError, Rejection, type Source } from './load-error.ts'
import type { Addon } from './native.ts'
import { fileName, packageName } from './platforms.ts'

/** The native functions, and where they come from. */
export interface Binding {
  readonly native: Addon
  readonly source: Source
  /** `undefined` if only the bundler knows where it put the file. */
  readonly file?: string | undefined
}

/** A place where the native file may be. */
interface Candidate {
  readonly source: Source
  /** The path or package, for messages. */
  readonly name: string
  /** Finds the path of the file, or throws. `undefined` if only the bundler knows the path. */
  readonly find?: () => string
}

/** The version of this package, which the native file must have too. */
export const VERSION: string = manifest.version

/**
 * Loads the first native file that works, in the order of {@link candidates}. If none does, throws an error with all
 * failures.
 */
export function loadBinding(): Binding {
  const platform = hostPlatform()
  const attempts: Attempt[] = []
  for (const { source, name, find } of candidates(platform)) {
    let file: string | undefined
    try {
      file = find?.()
      const addon = file === undefined ? requireBundled(platform) : openAddon(file)
      return { native: checkAddon(addon), source, file }
    } catch (error) {
      attempts.push({ source, name, file, error: error as Error })
    }
  }
  throw loadError(attempts, platform, VERSION)
}

/**
 * Only the explicit path, if there is one. Otherwise a local build, then the platform package; in a bundle, also the
 * bundler's copy.
 */
function* candidates(platform: string): Generator<Candidate> {
  const explicit = explicitPath()
  if (explicit) {
    const file = unpacked(resolve(explicit))
    return yield { source: 'VM_ALLOCATOR_BINDING', name: file, find: () => existing(file, '.node') }
  }
  const name = packageName(platform)
  if (script !== undefined) {
    const local = join(dirname(script), '..', fileName(platform))
    yield { source: 'local build', name: local, find: () => existing(unpacked(local)) }
    const require = createRequire(script)
    const find = () => unpacked(join(packageFolder(require, name), fileName(platform)))
    yield { source: 'platform package', name, find }
  }
  if (isBundled()) yield { source: 'bundle', name }
}

/** Deno throws if it isn't allowed to read a variable. Then there is no explicit path. */
export function explicitPath(): string | undefined {
  try {
    return process.env['VM_ALLOCATOR_BINDING']
  } catch {
    return undefined
  }
}

/** The system can't load a file inside an asar archive. The unpacked one is in a folder beside the archive. */
function unpacked(file: string): string {
  const beside = file.replace(/\.asar(?=[\\/])/, '.asar.unpacked')
  return beside !== file && existsSync(beside) ? beside : file
}

function existing(file: string, ending = ''): string {
  try {
    statSync(file)
    if (file.endsWith(ending)) return file
    throw new Rejection('absent', `its name has to end in ${ending}`)
  } catch (error) {
    throw isCode(error, 'ENOENT') ? new Rejection('absent', 'there is no such file', error) : error
  }
}

function packageFolder(require: NodeJS.Require, name: string): string {
  try {
    return dirname(require.resolve(`${name}/package.json`))
  } catch (error) {
    // Node gives the same error for an unreadable folder; the system's own error is more precise.
    for (const folder of require.resolve.paths(name) ?? []) {
      statSync(join(folder, name, 'package.json'), { throwIfNoEntry: false })
    }
    throw isCode(error, 'MODULE_NOT_FOUND') ? new Rejection('absent', 'it is not installed', error) : error
  }
}

/** Loads a file like `require`, without searching folders. */
function openAddon(file: string): unknown {
  // Opening a pipe would wait for a writer.
  if (!statSync(file).isFile()) throw new Rejection('not-a-file', 'it is not a regular file')
  const header = readFileHeader(file)
  if (header !== undefined && header.size < header.announcedSize) {
    // The system's loader doesn't check this, and the process would die with SIGBUS.
    throw new Rejection('damaged', `it has ${header.size} of ${header.announcedSize} bytes`)
  }
  const module = { exports: {} }
  process.dlopen(module, file)
  return module.exports
}

/** Loads what the bundler put in place of the platform package. */
function requireBundled(platform: string): unknown {
  const { exports, error } = requirePackage(platform)
  if (error === undefined) return exports
  throw isCode(error, 'ERR_DLOPEN_FAILED') ? error : new Rejection('bundled', 'it is not in the bundle', error)
}

function checkAddon(addon: unknown): Addon {
  const native = addon as Addon
  if (typeof native?.version !== 'function') throw new Rejection('version', 'it is the addon of another package')
  if (native.version() !== VERSION) throw new Rejection('version', `its version is ${native.version()}`)
  return native
}
