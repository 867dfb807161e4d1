import { rivalLibrary } from '../files.ts'

/** The exports of a Node-API library that cargo built from `rivals/`. */
export function loadNative<T>(name: string): T {
  const container = { exports: {} }
  process.dlopen(container, rivalLibrary(name))
  return container.exports as T
}
