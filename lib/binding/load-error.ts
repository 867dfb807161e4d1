import { createRequire } from 'node:module'
import { script } from '../platform-packages.cjs'
import { compareVersions, elfNeeds, newestGlibc } from './elf.ts'
import { readFileHeader } from './file-header.ts'
import { glibcVersion, hostLibc, type Libc, runtime } from './host.ts'
import { mountWithoutExecution } from './mounts.ts'
import { PLATFORMS, packageName } from './platforms.ts'

/** The `reason` of an error with the code `ERR_VM_ALLOCATOR_BINDING`: why the native file can't be loaded. */
export type Reason =
  | 'absent'
  | 'architecture'
  | 'asar'
  | 'bundled'
  | 'damaged'
  | 'glibc'
  | 'libc'
  | 'no-addons'
  | 'noexec'
  | 'not-a-file'
  | 'permission'
  | 'unknown'
  | 'unreadable'
  | 'unsupported'
  | 'version'

/** The sources of a native file. */
export type Source = 'VM_ALLOCATOR_BINDING' | 'local build' | 'platform package' | 'bundle'

/** A candidate that couldn't be loaded, with its error. */
export interface Attempt {
  readonly source: Source
  readonly name: string
  readonly file: string | undefined
  readonly error: Error
}

/** A candidate that was rejected by the package, before or after loading it. */
export class Rejection extends Error {
  readonly reason: Reason

  constructor(reason: Reason, message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

/** The reason for a failure, and its remedy. */
interface Diagnosis {
  readonly reason: Reason
  readonly remedy: string
}

const LEAVE_OUTSIDE =
  "A bundler left the native file out. Keep the package outside the bundle (external: ['vm-allocator']); see docs/bundlers.md."
const WITHOUT_FILE =
  'To run without a native file, set VM_ALLOCATOR_BINDING=wasm: this selects the slower WebAssembly engine.'
const BUILD_ONE =
  'build one on this system with Rust (npm run build:native in the repository) and set VM_ALLOCATOR_BINDING to its path'

/** Makes the error that an import of the package throws: everything that was tried, with its error, and one remedy. */
export function loadError(attempts: readonly Attempt[], platform: string, version: string): Error {
  // A file that exists but can't be loaded says more than a missing one.
  const decisive = attempts.find(({ error }) => !isAbsent(error)) ?? (attempts.at(-1) as Attempt)
  const { reason, remedy } = diagnose(decisive, platform, version)
  const tried = attempts.map(({ source, name, error }) => `- ${source} ${name}: ${firstLine(error)}`)
  const { name, version: running } = runtime()
  const title = `vm-allocator ${version} can't load its native file for ${platform} on ${name} ${running}.`
  const { error } = decisive
  const cause = error instanceof Rejection && error.cause !== undefined ? error.cause : error
  const result = new Error([title, 'Tried:', ...tried, remedy, WITHOUT_FILE].join('\n'), { cause })
  return Object.assign(result, { code: 'ERR_VM_ALLOCATOR_BINDING', reason })
}

function diagnose(attempt: Attempt, platform: string, version: string): Diagnosis {
  const { error, file } = attempt
  if (error instanceof Rejection) return diagnoseRejection(error.reason, attempt, platform, version)
  const known = diagnoseCode(error, attempt)
  if (known !== undefined || attempt.source === 'bundle') return known ?? unknown(attempt)
  return diagnoseFile(file ?? attempt.name, attempt, platform) ?? unknown(attempt)
}

function diagnoseRejection(reason: Reason, attempt: Attempt, platform: string, version: string): Diagnosis {
  if (reason === 'bundled') return { reason, remedy: LEAVE_OUTSIDE }
  if (reason === 'version') {
    return { reason, remedy: `The file does not belong to vm-allocator ${version}. ${replace(attempt)}` }
  }
  if (reason === 'not-a-file') return { reason, remedy: `Only a regular file can be loaded. ${replace(attempt)}` }
  if (reason === 'damaged') return { reason, remedy: `The file is damaged. ${replace(attempt)}` }
  if (attempt.source !== 'platform package') return { reason, remedy: replace(attempt) }
  return diagnoseAbsence(platform)
}

/** Explains why the platform package is missing. */
function diagnoseAbsence(platform: string): Diagnosis {
  const here = PLATFORMS.find(({ name }) => name === platform)
  if (here === undefined) {
    return { reason: 'unsupported', remedy: `There is no prebuilt file for ${platform}: ${BUILD_ONE}.` }
  }
  const other = PLATFORMS.find(({ name }) => isInstalled(packageName(name)))
  if (other !== undefined) {
    const libc = here.libc ? ` --libc=${here.libc}` : ''
    const flags = `--os=${here.os} --cpu=${here.cpu}${libc}`
    return {
      reason: other.os === here.os && other.cpu === here.cpu ? 'libc' : 'architecture',
      remedy: `node_modules was installed for ${other.name}: remove it and run npm install on this machine, or on that one with ${flags}.`,
    }
  }
  const omitted = 'Optional dependencies were left out (--omit=optional), or the lock file was made on another platform'
  const remedy = 'run npm install --include=optional, after removing that lock file and node_modules if necessary'
  return { reason: 'absent', remedy: `${omitted}: ${remedy}.` }
}

/** Diagnoses failures from the error. */
function diagnoseCode(error: NodeJS.ErrnoException, { file, name }: Attempt): Diagnosis | undefined {
  const path = file ?? name
  if (error.name === 'NotCapable') {
    return {
      reason: 'permission',
      remedy: 'Deno has no permission to load native files: run it with --allow-ffi and --allow-read.',
    }
  }
  if (error.code === 'ERR_ACCESS_DENIED') {
    const { resource = path } = error as { resource?: string }
    const remedy = `The permission model disallows reading ${resource}: allow its folder with --allow-fs-read.`
    return { reason: 'permission', remedy }
  }
  if (error.code === 'ERR_DLOPEN_DISABLED' && 'permission' in process) {
    return {
      reason: 'permission',
      remedy: 'The permission model disallows native addons: run Node.js with --allow-addons as well.',
    }
  }
  if (error.code === 'ERR_DLOPEN_DISABLED') {
    return { reason: 'no-addons', remedy: 'Run Node.js without --no-addons.' }
  }
  if (/\.asar[\\/]/.test(path)) {
    const remedy = 'The file is inside an asar archive: unpack it (asarUnpack: "**/*.node"); see docs/electron.md.'
    return { reason: 'asar', remedy }
  }
  const mount = error.code === 'ERR_DLOPEN_FAILED' ? mountWithoutExecution(path) : undefined
  if (mount !== undefined) {
    const what = `The file is on ${mount}, which is mounted with noexec: nothing can be loaded from there.`
    const remedy = 'Install on another file system, or copy the file to one and name it in VM_ALLOCATOR_BINDING.'
    return { reason: 'noexec', remedy: `${what} ${remedy}` }
  }
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return {
      reason: 'unreadable',
      remedy: `This user has no permission to read ${error.path ?? path}: grant it, and access to the folders above.`,
    }
  }
  return undefined
}

/** Diagnoses failures from the file. */
function diagnoseFile(path: string, attempt: Attempt, platform: string): Diagnosis | undefined {
  try {
    const header = readFileHeader(path)
    if (header === undefined) {
      return { reason: 'damaged', remedy: `The file is damaged: it is not a native file. ${replace(attempt)}` }
    }
    if (header.os !== process.platform || !header.cpus.includes(process.arch)) {
      const what = `The file is for ${header.os} ${header.cpus.join(', ') || '(unknown)'}, but this is ${platform}.`
      return { reason: 'architecture', remedy: `${what} ${replace(attempt)}` }
    }
    return header.format === 'ELF' ? diagnoseElf(path, attempt) : undefined
  } catch (error) {
    const remedy = `The package is installed, but its file is missing. ${replace(attempt)}`
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? { reason: 'damaged', remedy } : undefined
  }
}

function diagnoseElf(path: string, attempt: Attempt): Diagnosis | undefined {
  const { libraries, versions } = elfNeeds(path)
  const [wanted, found] = [libcOf(libraries), hostLibc()]
  if (wanted !== undefined && wanted !== found) {
    return { reason: 'libc', remedy: `The file is for ${wanted}, but this process uses ${found}. ${replace(attempt)}` }
  }
  const [required, running] = [newestGlibc(versions), glibcVersion()]
  if (required === undefined || running === undefined || compareVersions(running, required) >= 0) return undefined
  const what = `The file needs glibc ${required} or newer, but this system has ${running}.`
  return { reason: 'glibc', remedy: `${what} Update the system, or ${BUILD_ONE}.` }
}

function libcOf(libraries: readonly string[]): Libc | undefined {
  if (libraries.includes('libc.so.6')) return 'glibc'
  return libraries.some((name) => name === 'libc.so' || name.startsWith('libc.musl-')) ? 'musl' : undefined
}

function unknown(attempt: Attempt): Diagnosis {
  return { reason: 'unknown', remedy: replace(attempt) }
}

/** How to replace the file that was tried. */
function replace({ source, name }: Attempt): string {
  if (source === 'VM_ALLOCATOR_BINDING') return 'Correct the path in VM_ALLOCATOR_BINDING, or unset it.'
  if (source === 'bundle') return LEAVE_OUTSIDE
  if (source === 'local build') return 'Build it again: npm run build:native.'
  return `Reinstall it: remove node_modules/${name} and run npm install.`
}

function isInstalled(name: string): boolean {
  try {
    if (script === undefined) return false
    createRequire(script).resolve(`${name}/package.json`)
    return true
  } catch {
    return false
  }
}

/** Whether an error has this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function isAbsent(error: Error): boolean {
  return error instanceof Rejection && error.reason === 'absent'
}

function firstLine(error: Error): string {
  return error.message.split('\n', 1)[0] ?? ''
}
