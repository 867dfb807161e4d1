import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the benchmarks, for both their sources and their build. */
const FOLDER = findFolder(dirname(fileURLToPath(import.meta.url)))

function findFolder(folder: string): string {
  return existsSync(join(folder, 'rivals', 'Cargo.toml')) ? folder : findFolder(dirname(folder))
}

/** A file or folder of the benchmarks. */
export function benchmarkFile(path: string): string {
  return join(FOLDER, path)
}

/** A file or folder of the package. */
export function packageFile(path: string): string {
  return join(dirname(FOLDER), path)
}

/** A program or library that cargo built from `rivals/`. */
export function rivalFile(name: string): string {
  return join(process.env['CARGO_TARGET_DIR'] ?? benchmarkFile('rivals/target'), 'release', name)
}

/** A library that cargo built from `rivals/`, with this platform's file name. */
export function rivalLibrary(name: string): string {
  const { prefix, suffix } = { darwin: { prefix: 'lib', suffix: 'dylib' }, win32: { prefix: '', suffix: 'dll' } }[
    process.platform as string
  ] ?? { prefix: 'lib', suffix: 'so' }
  return rivalFile(`${prefix}${name}.${suffix}`)
}

/** An example program of the engine, built by cargo. */
export function engineExample(name: string): string {
  return join(process.env['CARGO_TARGET_DIR'] ?? packageFile('target'), 'release', 'examples', name)
}
