// Packs what would be published into target/packages: the platform packages whose native files are there, and the main
// package. Prints the path of each tarball.
//   npx tsx scripts/pack.ts
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fileName, PLATFORMS, packageName } from '../lib/binding/platforms.ts'
import { nativeFaults } from './support/native-check.ts'
import { billOfMaterials, licenseFile, partsOf } from './support/notices.ts'
import { output, ROOT, readManifest, run } from './support/toolbox.ts'

/** A tarball, and the package in it. */
export interface Tarball {
  readonly name: string
  /** The platform that it is for; absent for the main package. */
  readonly platform?: string
  readonly path: string
}

/** Where the tarballs are put. */
export const PACKAGES = join(ROOT, 'target', 'packages')

/** What of package.json only the repository needs. */
const OWN_FIELDS = ['scripts', 'devDependencies', 'napi', 'ava', 'tsd']

/** Packs the packages of the platforms that were built, then the main one. */
export function pack(): Tarball[] {
  rmSync(PACKAGES, { recursive: true, force: true })
  mkdirSync(PACKAGES, { recursive: true })
  const built = PLATFORMS.filter(({ name }) => existsSync(join(ROOT, 'npm', name, fileName(name))))
  const tarballs = built.map((platform): Tarball => {
    const folder = join(ROOT, 'npm', platform.name)
    const faults = nativeFaults(join(folder, fileName(platform.name)), platform)
    if (faults.length > 0) throw new Error(`${platform.name}: ${faults.join('; ')}`)
    for (const name of ['LICENSE-APACHE', 'LICENSE-BSD-3-Clause']) copyFileSync(join(ROOT, name), join(folder, name))
    const name = packageName(platform.name)
    writeNotices(folder, name, platform.target)
    return { name, platform: platform.name, path: packFolder(folder) }
  })
  return [...tarballs, { name: 'vm-allocator', path: packFolder(stageMain()) }]
}

/**
 * The main package as it is published. Its optional dependencies are added here, from the table: in the repository's own
 * package.json they would have to be published before `npm ci` could succeed.
 */
function stageMain(): string {
  const folder = join(ROOT, 'target', 'main-package')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const draft = packFolder(ROOT)
  run('tar', ['-xzf', draft, '-C', folder, '--strip-components=1'])
  rmSync(draft)
  writeNotices(folder, 'vm-allocator')
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`)
  return folder
}

/** The repository's package.json as it is published. */
function publishedManifest(): object {
  const manifest = readManifest(ROOT)
  const published = Object.entries(manifest).filter(([field]) => !OWN_FIELDS.includes(field))
  return {
    ...Object.fromEntries(published),
    files: [...(manifest['files'] as string[]), 'THIRD-PARTY-LICENSES.md', 'sbom.cdx.json'],
    optionalDependencies: Object.fromEntries(PLATFORMS.map(({ name }) => [packageName(name), manifest.version])),
  }
}

/** The tarballs that are there already. */
export function packed(): Tarball[] {
  const { version } = readManifest(ROOT)
  const all = [...PLATFORMS.map(({ name }) => ({ name: packageName(name), platform: name })), { name: 'vm-allocator' }]
  const paths = all.map((entry) => ({ ...entry, path: join(PACKAGES, tarballName(entry.name, version)) }))
  return paths.filter(({ path }) => existsSync(path))
}

/** As npm names it. */
function tarballName(name: string, version: string): string {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
}

function writeNotices(folder: string, name: string, target?: string): void {
  const contents = { name, version: readManifest(ROOT).version, parts: partsOf(target) }
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.md'), licenseFile(contents))
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(contents), null, 2)}\n`)
}

function packFolder(folder: string): string {
  const parameters = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', PACKAGES]
  const [{ filename }] = JSON.parse(output('npm', parameters, { cwd: folder }))
  return join(PACKAGES, filename)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const { path } of pack()) console.log(path)
