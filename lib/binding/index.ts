import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Native } from './native.ts'

/** Where to look for the native file, in order, each with the word that an error message names it by. */
function candidates(): [source: string, specifier: string][] {
  const platform = platformName()
  const local = fileURLToPath(new URL(`../vm-allocator.${platform}.node`, import.meta.url))
  const explicit = process.env['VM_ALLOCATOR_BINDING']
  return [
    ...(explicit ? [['VM_ALLOCATOR_BINDING', explicit] as [string, string]] : []),
    ['local build', local],
    ['platform package', `@vm-allocator/binding-${platform}`],
  ]
}

/** This platform as napi-rs names it: `linux-x64-gnu`, `darwin-arm64`, `win32-x64-msvc`. */
function platformName(): string {
  const abi = { linux: isMusl() ? '-musl' : '-gnu', win32: '-msvc' }[process.platform as string] ?? ''
  return `${process.platform}-${process.arch}${abi}`
}

function isMusl(): boolean {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined
  return report?.header !== undefined && report.header.glibcVersionRuntime === undefined
}

function load(): Native {
  const require = createRequire(import.meta.url)
  const failures: [string, string, Error][] = []
  for (const [source, specifier] of candidates()) {
    try {
      return require(specifier) as Native
    } catch (error) {
      failures.push([source, specifier, error as Error])
      if (source === 'VM_ALLOCATOR_BINDING') break // who names a file wants that file
    }
  }
  throw loadError(failures)
}

function loadError(failures: [string, string, Error][]): Error {
  const tried = failures.map(([source, specifier, error]) => `- ${source} ${specifier}: ${firstLine(error)}`)
  const message = `vm-allocator can't load its native file for ${platformName()}. Tried:\n${tried.join('\n')}`
  // A file that is there and can't be loaded says more than one that is absent.
  const cause = failures.find(([, , error]) => !isAbsent(error)) ?? failures.at(-1)
  return Object.assign(new Error(message, { cause: cause?.[2] }), { code: 'ERR_VM_ALLOCATOR_BINDING' })
}

function firstLine(error: Error): string {
  return error.message.split('\n', 1)[0] ?? ''
}

function isAbsent(error: Error): boolean {
  return 'code' in error && error.code === 'MODULE_NOT_FOUND'
}

/** The native functions. */
export const native: Native = load()
