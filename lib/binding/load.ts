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
  /** Absent when only the bundler knows where it has put the file. */
  readonly file?: string | undefined
}

/** A place to look at. */
interface Candidate {
  readonly source: Source
  /** The path or the package, as a message names it. */
  readonly name: string
  /** The path of the file; throws when there is none. Absent when the bundler has to be asked. */
  readonly find?: () => string
}

/** The version of this package: the native file has to have the same. */
export const VERSION: string = manifest.version

/** Loads the first native file that there is, in the order of {@link candidates}; throws what went wrong with each. */
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

/** An explicit path alone; or else a local build, then the platform package, in a bundle also that of its making. */
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

/** Deno refuses to read a variable that it wasn't allowed to; then there is no explicit path. */
export function explicitPath(): string | undefined {
  try {
    return process.env['VM_ALLOCATOR_BINDING']
  } catch {
    return undefined
  }
}

/** The system can't load a file inside an asar archive: the one that was unpacked lies in a folder beside the archive. */
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
    // Node says the same of a folder that it may not look into; the system's own error tells more.
    for (const folder of require.resolve.paths(name) ?? []) {
      statSync(join(folder, name, 'package.json'), { throwIfNoEntry: false })
    }
    throw isCode(error, 'MODULE_NOT_FOUND') ? new Rejection('absent', 'it is not installed', error) : error
  }
}

/** Loads a file as `require` does it, without its search of folders. */
function openAddon(file: string): unknown {
  // To open a pipe would wait for somebody who writes into it.
  if (!statSync(file).isFile()) throw new Rejection('not-a-file', 'it is not a regular file')
  const header = readFileHeader(file)
  if (header !== undefined && header.size < header.announcedSize) {
    // The system's loader doesn't check this: it would kill the process with SIGBUS.
    throw new Rejection('damaged', `it has ${header.size} of ${header.announcedSize} bytes`)
  }
  const module = { exports: {} }
  process.dlopen(module, file)
  return module.exports
}

/** What the bundler has put in the place of the platform package. */
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
