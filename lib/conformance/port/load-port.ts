import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { adapt } from './adapter.ts'
import { profileOf } from './profile.ts'

/** Why a port's file can't be run, in words that say what to do. */
export class LoadFailure extends Error {}

/** The module in a port's file. TypeScript is left to the runtime, or to the project's tsx where Node can't strip types. */
export async function loadPort(file: string): Promise<object> {
  const path = resolve(file)
  refuseOtherThanFiles(file, path)
  const typescript = /\.[mc]?ts$/.test(path)
  if (typescript && !runsTypeScript() && !(await registerTsx(path)))
    throw new LoadFailure(
      `Node ${process.versions.node} can't run TypeScript: use Node 22.18 or later, or add tsx to the project (npm install --save-dev tsx)`,
    )
  const module = await importFile(path)
  if (!isPort(module))
    throw new LoadFailure(
      'exports nothing that can be driven: neither a class such as AddressAllocator or IdAllocator, nor an adapter; see docs/conformance.md',
    )
  return { name: basename(path), ...module }
}

async function importFile(path: string): Promise<object> {
  try {
    return await import(pathToFileURL(path).href)
  } catch (error) {
    // The first line says it; a syntax error's others show the place in the code of this kit.
    const [message] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new LoadFailure(`can't be loaded: ${message}`, { cause: error })
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

function runsTypeScript(): boolean {
  if ('bun' in process.versions || 'deno' in process.versions) return true
  return Boolean((process.features as { typescript?: unknown }).typescript)
}

/** Whether the project has tsx, which is then in force. */
async function registerTsx(path: string): Promise<boolean> {
  try {
    // What CommonJS resolves to is not the file that registers itself for modules.
    const api = createRequire(path)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs')
    ;(await import(pathToFileURL(api).href)).register()
    return true
  } catch {
    return false
  }
}
