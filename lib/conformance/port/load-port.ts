import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { adapt } from './adapter.ts'
import { whyNotLoaded } from './load-failure.ts'
import { profileOf } from './profile.ts'

/** Why a port's file can't be run, in words that say what to do. */
export class LoadFailure extends Error {}

/**
 * The module in a port's file. TypeScript is loaded by the project's tsx if it has one, since that takes all of the
 * language, and else by the runtime.
 */
export async function loadPort(file: string): Promise<object> {
  const path = resolve(file)
  refuseOtherThanFiles(file, path)
  const tsxFailure = isTypeScript(path) && !loadsTypeScript() ? await registerTsx(path) : undefined
  const module = await importFile(path, tsxFailure)
  if (!isPort(module))
    throw new LoadFailure(
      'exports nothing that can be driven: neither a class such as AddressAllocator or IdAllocator, nor an adapter; see docs/conformance.md',
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

/** Whether anything of a module can be constructed. */
function isPort(module: object): boolean {
  return profileOf(adapt(module)).functions.some((name) => name.startsWith('create') && name !== 'createPolicy')
}

function isTypeScript(path: string): boolean {
  return /\.[mc]?tsx?$/.test(path)
}

/** Bun and Deno load TypeScript's whole language themselves. */
function loadsTypeScript(): boolean {
  return 'bun' in process.versions || 'deno' in process.versions
}

/** Puts tsx in force, if the project has one; the reason if that fails. */
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

/** A file of the tsx that runs the command, if one does: before Node 22, threads don't get it from the process. */
function runningTsx(): string[] {
  const urls = process.execArgv.filter((word) => /^file:.*\/tsx\//.test(word))
  return urls.map((url) => fileURLToPath(url))
}

function findTsx(from: string): { modules: string; scripts: string } | undefined {
  const { resolve: find } = createRequire(from)
  try {
    // What CommonJS resolves to is not the file that registers itself for modules.
    return { modules: find('tsx/esm/api').replace(/\.cjs$/, '.mjs'), scripts: find('tsx/cjs/api') }
  } catch {
    return undefined
  }
}
