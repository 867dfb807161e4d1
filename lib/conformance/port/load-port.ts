import { createRequire } from 'node:module'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Why a port's file can't be run, in words that say what to do. */
export class LoadFailure extends Error {}

/** The module in a port's file. TypeScript is left to Node, or to the project's tsx where Node can't strip types. */
export async function loadPort(file: string): Promise<object> {
  const path = resolve(file)
  const typescript = /\.[mc]?ts$/.test(path)
  if (typescript && !stripsTypes() && !(await registerTsx(path)))
    throw new LoadFailure(
      `Node ${process.versions.node} can't run TypeScript: use Node 22.18 or later, or add tsx to the project (npm install --save-dev tsx)`,
    )
  try {
    const module = await import(pathToFileURL(path).href)
    return { name: basename(path), ...module }
  } catch (error) {
    throw new LoadFailure(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function stripsTypes(): boolean {
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
