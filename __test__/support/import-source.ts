import { pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'

/** Imports a TypeScript file that a test has written. Compiled tests are run without tsx. */
export async function importSource(path: string): Promise<Record<string, unknown>> {
  const unregister = register()
  try {
    return await import(pathToFileURL(path).href)
  } finally {
    await unregister()
  }
}
