import manifest from '../../package.json' with { type: 'json' }
import { createRequire, dirname, existsSync, fileURLToPath, join, resolve, statSync } from './builtins.ts'
import { readFileHeader } from './file-header.ts'
import { hostPlatform } from './host.ts'
import { type Attempt, loadError, Rejection } from './load-error.ts'
import type { Native } from './native.ts'
import { fileName, packageName } from './platforms.ts'

/** Where a native file may come from. */
export type Source = 'VM_ALLOCATOR_BINDING' | 'local build' | 'platform package'

/** The native functions, and where they come from. */
export interface Binding {
  readonly native: Native
  readonly source: Source
  readonly file: string
}

/** A place to look at. */
interface Candidate {
  readonly source: Source
  /** The path or the package, as a message names it. */
  readonly name: string
  /** The path of the file; throws when there is none. */
  find(): string
}

/** The version of this package: the native file has to have the same. */
export const VERSION: string = manifest.version

/** Loads the first native file that there is, in the order of {@link candidates}; throws what went wrong with each. */
export function loadBinding(): Binding {
  const platform = hostPlatform()
  const attempts: Attempt[] = []
  for (const candidate of candidates(platform)) {
    const { source, name } = candidate
    let file: string | undefined
    try {
      file = candidate.find()
      return { native: loadFile(file), source, file }
    } catch (error) {
      attempts.push({ source, name, file, error: error as Error })
    }
  }
  throw loadError(attempts, platform, VERSION)
}

/** An explicit path alone; or else a local build, then the platform package. */
function candidates(platform: string): Candidate[] {
  const explicit = explicitPath()
  if (explicit) {
    const file = unpacked(resolve(explicit))
    return [{ source: 'VM_ALLOCATOR_BINDING', name: file, find: () => existing(file, '.node') }]
  }
  const local = unpacked(fileURLToPath(new URL(`../${fileName(platform)}`, import.meta.url)))
  const name = packageName(platform)
  return [
    { source: 'local build', name: local, find: () => existing(local) },
    { source: 'platform package', name, find: () => unpacked(join(packageFolder(name), fileName(platform))) },
  ]
}

/** Deno refuses to read a variable that it wasn't allowed to; then there is no explicit path. */
function explicitPath(): string | undefined {
  try {
    return process.env['VM_ALLOCATOR_BINDING']
  } catch {
    return undefined
  }
}

/** The system can't load a file inside an asar archive: the one that was unpacked lies in a folder beside the archive. */
function unpacked(file: string): string {
  const beside = file.replace(/\.asar(?=[\\/])/, '.asar.unpacked')
  return existsSync(beside) ? beside : file
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

function packageFolder(name: string): string {
  const require = createRequire(import.meta.url)
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

function loadFile(file: string): Native {
  const header = readFileHeader(file)
  if (header !== undefined && header.size < header.announcedSize) {
    // The system's loader doesn't check this: it would kill the process with SIGBUS.
    throw new Rejection('damaged', `it has ${header.size} of ${header.announcedSize} bytes`)
  }
  const native = openAddon(file)
  if (typeof native.version !== 'function') throw new Rejection('version', 'it is the addon of another package')
  if (native.version() !== VERSION) throw new Rejection('version', `its version is ${native.version()}`)
  return native
}

/** As `require` does it for a native file, without its search of folders. */
function openAddon(file: string): Native {
  const module = { exports: {} }
  process.dlopen(module, file)
  return module.exports as Native
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
