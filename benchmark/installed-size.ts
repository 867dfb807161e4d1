import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pack } from '../scripts/pack.ts'
import { output } from '../scripts/support/toolbox.ts'
import { packageFile, rivalLibrary } from './files.ts'

const require = createRequire(import.meta.url)

/** The size of the library that Node loads, in bytes. All are stripped of debug information and symbols. */
export function nativeFileSize(rival: string): number {
  switch (rival) {
    case 'vm-allocator':
      return size(ownBinding())
    case 'plain-napi':
      return size(rivalLibrary('plain_napi'))
    default:
      return Math.max(
        ...koffiFolders()
          .flatMap(files)
          .filter((file) => file.endsWith('.node'))
          .map(size),
      )
  }
}

/** The size of all files in a user's `node_modules`, in bytes. */
export function installedSize(rival: string): number {
  switch (rival) {
    case 'vm-allocator':
      return unpackedMainPackage() + size(ownBinding())
    case 'plain-napi':
      return size(rivalLibrary('plain_napi'))
    case 'koffi':
      return sum([...koffiFolders().flatMap(files), rivalLibrary('c_abi')])
    default:
      return sum(withDependencies(['sorted-btree', 'number-allocator']).flatMap(files))
  }
}

function ownBinding(): string {
  const binding = readdirSync(packageFile('.')).find((name) => name.endsWith('.node'))
  if (binding === undefined) throw new Error('The package has no native file; run `npm run build`.')
  return packageFile(binding)
}

/** As it is published: what is packed differs from what lies in a clone. */
function unpackedMainPackage(): number {
  const main = pack().find(({ platform }) => platform === undefined)
  if (main === undefined) throw new Error('The main package was not packed.')
  const lines = output('tar', ['-tvzf', main.path]).trim().split('\n')
  return lines.reduce((total, line) => total + Number(line.split(/\s+/)[2]), 0)
}

/** koffi, and its package with the native file for this platform. */
function koffiFolders(): string[] {
  const koffi = packageFolder('koffi')
  return [koffi, join(dirname(koffi), `@koromix/koffi-${process.platform}-${process.arch}`)].filter(existsSync)
}

function withDependencies(names: string[], seen = new Set<string>()): string[] {
  for (const folder of names.map(packageFolder).filter((folder) => !seen.has(folder))) {
    seen.add(folder)
    const text = readFileSync(join(folder, 'package.json'), 'utf8')
    const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> }
    withDependencies(Object.keys(dependencies), seen)
  }
  return [...seen]
}

function packageFolder(name: string): string {
  const folder = (require.resolve.paths(name) ?? []).map((path) => join(path, name)).find(existsSync)
  if (folder === undefined) throw new Error(`${name} is not installed`)
  return folder
}

function files(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).flatMap((name) => files(join(path, name)))
}

function size(file: string): number {
  return statSync(file).size
}

function sum(paths: string[]): number {
  return paths.reduce((total, path) => total + size(path), 0)
}
