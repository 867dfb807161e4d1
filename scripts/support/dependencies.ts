// The third-party code inside the published files: crates linked into a native file, and npm modules bundled into dist.
// Build tools, tests and procedural macros aren't inside, so they are left out.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { output, ROOT } from './toolbox.ts'

/** A crate or an npm module that is part of a published file. */
export interface Part {
  readonly kind: 'cargo' | 'npm'
  readonly name: string
  readonly version: string
  /** The licence, as an SPDX expression. */
  readonly license: string
  readonly authors: readonly string[]
  /** The folder of its source. */
  readonly folder: string
  /** Whether our code uses it directly, and not only another part. */
  readonly direct: boolean
  /** The names of the parts that it uses. */
  readonly uses: readonly string[]
  /** The digest of its archive, from the lock file, in hex. */
  readonly hash: { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string }
}

/** The members used of npm's descriptions of modules. */
interface ModuleManifest {
  readonly version: string
  readonly license: string
  readonly author?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

interface Crate {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly license: string | null
  readonly authors: readonly string[]
  readonly manifest_path: string
  /** `null` for our own crates. */
  readonly source: string | null
  readonly targets: readonly { kind: readonly string[] }[]
}

/** The members used of cargo's metadata. */
interface Metadata {
  readonly packages: readonly Crate[]
  readonly resolve: {
    readonly nodes: readonly {
      id: string
      deps: readonly { pkg: string; dep_kinds: readonly { kind: string | null }[] }[]
    }[]
  }
}

/** The third-party crates that are linked into the native file for a target, sorted by name. */
export function linkedCrates(target: string): Part[] {
  const parameters = ['metadata', '--format-version=1', '--locked', `--filter-platform=${target}`]
  const { packages, resolve } = JSON.parse(output('cargo', parameters)) as Metadata
  const crates = new Map(packages.map((crate) => [crate.id, crate]))
  const isMacro = (id: string) => crates.get(id)?.targets.some(({ kind }) => kind.includes('proc-macro'))
  const uses = new Map(
    resolve.nodes.map(({ id, deps }) => {
      const linked = deps.filter(({ pkg, dep_kinds }) => !isMacro(pkg) && dep_kinds.some(({ kind }) => kind === null))
      return [id, linked.map(({ pkg }) => pkg)]
    }),
  )
  const own = packages.find(({ name }) => name === 'vm-allocator-binding')?.id ?? ''
  const found = reachable(own, uses).flatMap((id) => crates.get(id) ?? [])
  const direct = found.filter(({ source }) => source === null).flatMap(({ id }) => uses.get(id) ?? [])
  const nameOf = (id: string) => crates.get(id)?.name ?? ''
  return found
    .filter(({ source }) => source !== null)
    .map((crate) => describeCrate(crate, direct.includes(crate.id), (uses.get(crate.id) ?? []).map(nameOf)))
    .sort(byName)
}

/** A node of a graph, and everything reachable from it. */
function reachable(start: string, edges: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set([start])
  for (const node of found) for (const next of edges.get(node) ?? []) found.add(next)
  return [...found]
}

function describeCrate(crate: Crate, direct: boolean, uses: readonly string[]): Part {
  const { name, version } = crate
  return {
    kind: 'cargo',
    name,
    version,
    license: (crate.license ?? '').replaceAll('/', ' OR '),
    authors: crate.authors.map((author) => author.replace(/ <.*>$/, '')),
    folder: dirname(crate.manifest_path),
    direct,
    uses,
    hash: { alg: 'SHA-256', content: lockedChecksum(name, version) },
  }
}

/** The npm modules that the bundler put into dist, sorted by name. */
export function bundledModules(): Part[] {
  const dist = join(ROOT, 'dist')
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[cm]js$/.test(name))
  const scripts = files.map((name) => readFileSync(join(dist, name), 'utf8'))
  const names = scripts.flatMap((text) => [...text.matchAll(/^\/\/.*? node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)])
  // The bundler writes the origin of each part of a script, unless it minifies.
  if (names.length === 0) throw new Error(`${dist} doesn't say which modules are in it`)
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
  const { version, license, author, dependencies = {} } = readJson<ModuleManifest>(join(folder, 'package.json'))
  const { devDependencies } = readJson<{ devDependencies: object }>(join(ROOT, 'package.json'))
  const lock = readJson<{ packages: Record<string, { integrity: string }> }>(join(ROOT, 'package-lock.json'))
  const integrity = lock.packages[`node_modules/${name}`]?.integrity ?? ''
  return {
    ...{ kind: 'npm', name, version, license, folder },
    authors: [String(author)],
    direct: name in devDependencies,
    uses: Object.keys(dependencies),
    hash: { alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') },
  }
}

function lockedChecksum(name: string, version: string): string {
  const lock = readFileSync(join(ROOT, 'Cargo.lock'), 'utf8')
  const [, entry = ''] = lock.split(`name = "${name}"\nversion = "${version}"\n`)
  return /^source = ".+"\nchecksum = "([0-9a-f]+)"/.exec(entry)?.[1] ?? ''
}

function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(path, 'utf8')) as Content
}

function byName(left: Part, right: Part): number {
  return left.name < right.name ? -1 : 1
}
