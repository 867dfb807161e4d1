// The third-party code that is inside the published files: crates linked into a native file, npm modules bundled into
// dist. Build tools, tests and procedural macros are not, and so are left out.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { output, ROOT } from './toolbox.ts'

/** A crate or an npm module that is part of a published file. */
export interface Part {
  readonly kind: 'cargo' | 'npm'
  readonly name: string
  readonly version: string
  /** An SPDX expression. */
  readonly license: string
  readonly authors: readonly string[]
  /** The folder of its source. */
  readonly folder: string
  /** The names of the parts that it uses. */
  readonly uses: readonly string[]
  /** Of the archive that it came in, in hex. Only with crates. */
  readonly sha256?: string
}

interface Metadata {
  readonly packages: readonly {
    id: string
    name: string
    version: string
    license: string | null
    authors: readonly string[]
    manifest_path: string
    source: string | null
    targets: readonly { kind: readonly string[] }[]
  }[]
  readonly resolve: {
    readonly nodes: readonly {
      id: string
      deps: readonly { pkg: string; dep_kinds: readonly { kind: string | null }[] }[]
    }[]
  }
}

/** The crates of other people that are linked into the native file for a target, in order of their names. */
export function linkedCrates(target: string): Part[] {
  const parameters = ['metadata', '--format-version=1', '--locked', `--filter-platform=${target}`]
  const metadata = JSON.parse(output('cargo', parameters)) as Metadata
  const checksums = lockedChecksums()
  const found = new Map<string, Part>()
  const visit = (id: string): string | undefined => {
    const crate = metadata.packages.find((entry) => entry.id === id) as Metadata['packages'][number]
    if (crate.targets.some(({ kind }) => kind.includes('proc-macro'))) return undefined
    const { name, version } = crate
    if (found.has(id)) return name
    const part: Part = {
      kind: 'cargo',
      name,
      version,
      license: (crate.license ?? '').replaceAll('/', ' OR '),
      authors: crate.authors.map((author) => author.replace(/ <.*>$/, '')),
      folder: dirname(crate.manifest_path),
      uses: [],
      ...checksums.get(`${name} ${version}`),
    }
    found.set(id, part)
    const node = metadata.resolve.nodes.find((entry) => entry.id === id)
    const linked = node?.deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null)) ?? []
    const uses = linked.flatMap(({ pkg }) => visit(pkg) ?? [])
    found.set(id, { ...part, uses })
    return name
  }
  const root = metadata.packages.find(({ name }) => name === 'vm-allocator-binding')
  visit(root?.id ?? '')
  const isForeign = (id: string) => metadata.packages.find((entry) => entry.id === id)?.source !== null
  return [...found]
    .filter(([id]) => isForeign(id))
    .map(([, part]) => part)
    .sort(byName)
}

/** The npm modules that the bundler put into dist, in order of their names. */
export function bundledModules(): Part[] {
  const dist = join(ROOT, 'dist')
  const scripts = readdirSync(dist).map((name) => readFileSync(join(dist, name), 'utf8'))
  const names = scripts.flatMap((text) => [...text.matchAll(/^\/\/.*? node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)])
  return [...new Set(names.map(([, name = '']) => name))].map(describeModule).sort(byName)
}

/** The texts of a part's licence files. */
export function licenseTexts({ folder }: Part): string[] {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|unlicense)/i.test(name))
  const files = names.map((name) => join(folder, name)).filter((path) => existsSync(path))
  return files.map((path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim())
}

/** The SHA-256 of a text or of a file's content, in hex. */
export function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function describeModule(name: string): Part {
  const folder = join(ROOT, 'node_modules', name)
  const { version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { kind: 'npm', name, version, license, authors: [String(author)], folder, uses: [] }
}

function lockedChecksums(): Map<string, { sha256: string }> {
  const lock = readFileSync(join(ROOT, 'Cargo.lock'), 'utf8')
  const entries = lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"/g)
  return new Map([...entries].map(([, name, version, sha256 = '']) => [`${name} ${version}`, { sha256 }]))
}

function byName(left: Part, right: Part): number {
  return left.name < right.name ? -1 : 1
}
