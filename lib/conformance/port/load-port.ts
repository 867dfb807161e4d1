import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { adapt } from './adapter.ts'
import { whyNotLoaded } from './load-failure.ts'
import { profileOf } from './profile.ts'

/** The reason why a port's file can't be run, with what to do. */
export class LoadFailure extends Error {}

/**
 * Loads the module in a port's file. TypeScript is loaded by the project's tsx, if it has one, since that supports the
 * whole language, and otherwise by the runtime.
 */
export async function loadPort(file: string): Promise<object> {
  const path = resolve(file)
  refuseOtherThanFiles(file, path)
  const tsxFailure = isTypeScript(path) && !loadsTypeScript() ? await registerTsx(path) : undefined
  const module = await importFile(path, tsxFailure)
  if (!isPort(module))
    throw new LoadFailure(
      'exports nothing to test: no class such as AddressAllocator or IdAllocator, and no adapter; see docs/conformance.md',
    )
  return { name: basename(path), ...module }
}

async function importFile(path: string, tsxFailure: string | undefined): Promise<object> {
  try {
    return await import(pathToFileURL(path).href)
  } catch (error) {
    throw new LoadFailure(whyNotLoaded(error, path, tsxFailure), { cause: error })
  }
}

function refuseOtherThanFiles(file: string, path: string): void {
  if (!existsSync(path)) {
    const isPath = /^[./\\]|^[a-zA-Z]:|\.[mc]?[jt]s$/.test(file)
    throw new LoadFailure(
      isPath ? 'no such file' : `no such file; if it is a package, pass a file that says: export * from '${file}'`,
    )
  }
  if (statSync(path).isDirectory()) throw new LoadFailure('is a directory; pass the file of the module in it')
}

/** Whether anything in a module can be constructed. */
function isPort(module: object): boolean {
  return profileOf(adapt(module)).functions.some((name) => name.startsWith('create') && name !== 'createPolicy')
}

function isTypeScript(path: string): boolean {
  return /\.[mc]?tsx?$/.test(path)
}

/** Bun and Deno load all of TypeScript themselves. */
function loadsTypeScript(): boolean {
  return 'bun' in process.versions || 'deno' in process.versions
}

/** Registers the project's tsx, if it has one; returns the reason if that fails. */
async function registerTsx(path: string): Promise<string | undefined> {
  const tsx = [path, ...runningTsx()].map(findTsx).find((found) => found !== undefined)
  if (tsx === undefined) return undefined
  try {
    const [modules, scripts] = [await import(pathToFileURL(tsx.modules).href), createRequire(path)(tsx.scripts)]
    modules.register()
    scripts.register()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** The tsx that runs this command, if one does: before Node 22, threads don't inherit it from the process. */
function runningTsx(): string[] {
  const urls = process.execArgv.filter((word) => /^file:.*\/tsx\//.test(word))
  return urls.map((url) => fileURLToPath(url))
}

function findTsx(from: string): { modules: string; scripts: string } | undefined {
  const { resolve: find } = createRequire(from)
  try {
    // CommonJS resolves to another file than the one that registers itself for modules.
    return { modules: find('tsx/esm/api').replace(/\.cjs$/, '.mjs'), scripts: find('tsx/cjs/api') }
  } catch {
    return undefined
  }
}
