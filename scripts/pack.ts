// Packs what would be published: `npm run pack -- --help`.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { hostPlatform } from '../lib/binding/host.ts'
import { fileName, PLATFORMS, type Platform, packageName } from '../lib/binding/platforms.ts'
import { LICENSES, NOTICES } from './platform-packages.ts'
import type { Part } from './support/dependencies.ts'
import { ENTRY_POINTS } from './support/entry-points.js'
import { nativeFaults } from './support/native-check.ts'
import { billOfMaterials, licenseFile, partsOf } from './support/notices.ts'
import { repositoryFields, repositoryUrl } from './support/repository.ts'
import { packVectors, repairLinks } from './support/shipped.ts'
import { type Manifest, output, ROOT, readManifest, run, unpackTarball } from './support/toolbox.ts'

/** A tarball, with the package in it. */
export interface Tarball {
  readonly name: string
  /** Its platform; `undefined` for the main package. */
  readonly platform?: string
  readonly path: string
}

/** The folder for the tarballs. */
export const PACKAGES = join(ROOT, 'target', 'packages')
const STAGE = join(ROOT, 'target', 'stage')

/** The parts of package.json that only the repository needs. */
const OWN_FIELDS = ['scripts', 'devDependencies', 'overrides', 'napi', 'ava', 'tsd']

/** Packs the packages of all built platforms, then the main one. */
export function pack(): Tarball[] {
  for (const folder of [PACKAGES, STAGE]) rmSync(folder, { recursive: true, force: true })
  mkdirSync(PACKAGES, { recursive: true })
  const built = PLATFORMS.filter(({ name }) => existsSync(join(ROOT, 'npm', name, fileName(name))))
  return [...built.map(packBinding), packMain()]
}

function packBinding(platform: Platform): Tarball {
  const { name, target } = platform
  const [folder, staged] = [join(ROOT, 'npm', name), join(STAGE, name)]
  const faults = nativeFaults(join(folder, fileName(name)), platform)
  if (faults.length > 0) throw new Error(`${name}: ${faults.join('; ')}`)
  mkdirSync(staged, { recursive: true })
  for (const file of [fileName(name), 'README.md']) copyFileSync(join(folder, file), join(staged, file))
  for (const file of LICENSES) copyFileSync(join(ROOT, file), join(staged, file))
  const path = packStaged(staged, readManifest(folder), partsOf(target))
  return { name: packageName(name), platform: name, path }
}

/**
 * The optional dependencies are added here, from the table. In the repository's own package.json, `npm ci` would fail
 * until they are published.
 */
function packMain(): Tarball {
  const engine = join(ROOT, 'dist', 'wasm.cjs')
  if (!existsSync(engine)) throw new Error(`${engine} is missing: run npm run build:wasm and npm run build:js`)
  const staged = join(STAGE, 'main')
  mkdirSync(staged, { recursive: true })
  const draft = packFolder(ROOT)
  unpackTarball(draft, staged)
  rmSync(draft)
  const { name, version, ...fields } = readManifest(ROOT)
  addTypings(staged)
  packVectors(join(staged, 'vectors'))
  repairLinks(staged, repositoryUrl(), version)
  const bindings = PLATFORMS.map((platform) => packageName(platform.name))
  // For TypeScript's older module resolution, which ignores `exports` and finds files only by these names.
  const subpaths = ENTRY_POINTS.slice(1).map((entry) => [entry.name, [`./${entry.typings}`]])
  const files = Object.entries(fields['exports'] as object).filter(([, target]) => typeof target === 'string')
  for (const [path, target] of files) subpaths.push([path.slice(2), [target]])
  const manifest = {
    ...{ name, version },
    ...Object.fromEntries(Object.entries(fields).filter(([field]) => !OWN_FIELDS.includes(field))),
    files: [...(fields['files'] as string[]), 'index.d.cts', ...NOTICES],
    typesVersions: { '*': Object.fromEntries(subpaths) },
    optionalDependencies: Object.fromEntries(bindings.map((binding) => [binding, version])),
  }
  return { name, path: packStaged(staged, manifest, partsOf(), bindings) }
}

/**
 * The typings are those of `require`, and those of `import` re-export them, as the scripts do: a class declared twice
 * would be two types to TypeScript.
 */
function addTypings(folder: string): void {
  for (const { typings } of ENTRY_POINTS) {
    const path = join(folder, typings)
    renameSync(path, path.replace(/\.d\.ts$/, '.d.cts'))
    writeFileSync(path, `export * from './${basename(typings, '.d.ts')}.cjs'\n`)
  }
}

/** Packs a folder with a package, after adding its notices and its final package.json. */
function packStaged(folder: string, manifest: Manifest, parts: readonly Part[], bindings: readonly string[] = []) {
  const { name, version } = manifest
  const contents = { name, version, license: String(manifest['license']), parts, bindings }
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.md'), licenseFile(contents))
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(contents), null, 2)}\n`)
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ ...manifest, ...repositoryFields(repositoryUrl()) }, null, 2)}\n`,
  )
  return packFolder(folder)
}

/** The existing tarballs; throws unless this machine can use them. */
export function packed(): Tarball[] {
  const { version } = readManifest(ROOT)
  const all = [...PLATFORMS.map(({ name }) => ({ name: packageName(name), platform: name })), { name: 'vm-allocator' }]
  const paths = all.map((entry): Tarball => ({ ...entry, path: join(PACKAGES, tarballName(entry.name, version)) }))
  const found = paths.filter(({ path }) => existsSync(path))
  for (const platform of [undefined, hostPlatform()]) {
    if (found.some((tarball) => tarball.platform === platform)) continue
    throw new Error(
      `${PACKAGES} has no ${platform === undefined ? 'main package' : `package for ${platform}`}: npm run pack`,
    )
  }
  return found
}

/** The paths of the tarballs that this machine can install. */
export function packedForHost(): string[] {
  const here = packed().filter(({ platform }) => platform === undefined || platform === hostPlatform())
  return here.map(({ path }) => path)
}

/** The name that npm gives the tarball. */
function tarballName(name: string, version: string): string {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
}

function packFolder(folder: string): string {
  const parameters = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', PACKAGES]
  const [{ filename }] = JSON.parse(output('npm', parameters, { cwd: folder }))
  return join(PACKAGES, filename)
}

/** Builds the scripts, and the native file for this machine. */
function build(): void {
  run('npm', ['run', '--silent', 'build:wasm'])
  run('npm', ['run', '--silent', 'build:js'])
  const here = PLATFORMS.find(({ name }) => name === hostPlatform())
  if (here !== undefined) run(process.execPath, ['--import=tsx', join('scripts', 'build-platform.ts'), here.name])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { built } = new Command('npm run pack --')
    .description(
      'Packs the main package, and the platform packages with native files, into target/packages. Prints the path of each tarball.',
    )
    .option('--built', "pack the existing build; by default, the scripts and this platform's file are built first")
    .parse()
    .opts<{ built?: true }>()
  if (!built) build()
  for (const { path } of pack()) console.log(path)
}
