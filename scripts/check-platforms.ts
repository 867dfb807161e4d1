// Checks that everything that repeats the table of platforms agrees with it, and that all versions are in step.
//   npx tsx scripts/check-platforms.ts
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileName, PLATFORMS, type Platform, packageName } from '../lib/binding/platforms.ts'
import { LICENSES, NOTICES } from './pack.ts'
import { type Manifest, ROOT, readManifest } from './support/toolbox.ts'

const faults: string[] = []
const root = readManifest(ROOT)
const names = PLATFORMS.map(({ name }) => name)

/** Notes a fault unless both are the same. */
function expect(where: string, actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (left !== right) faults.push(`${where}: expected ${right}, found ${left}`)
}

checkFolders()
checkRoot()
checkVersions()
checkWorkflows()
for (const fault of faults) console.error(fault)
console.log(faults.length === 0 ? `${names.length} platforms agree everywhere` : `${faults.length} disagreements`)
process.exitCode = faults.length === 0 ? 0 : 1

function checkFolders(): void {
  expect('npm/', readdirSync(join(ROOT, 'npm')).sort(), [...names].sort())
  for (const platform of PLATFORMS) checkManifest(platform, readManifest(join(ROOT, 'npm', platform.name)))
}

function checkManifest({ name, os, cpu, libc }: Platform, manifest: Manifest): void {
  const file = fileName(name)
  const expected = {
    name: packageName(name),
    version: root.version,
    license: root['license'],
    os: [os],
    cpu: [cpu],
    libc: libc && [libc],
    engines: root['engines'],
    main: file,
    files: [file, ...NOTICES, ...LICENSES],
    preferUnplugged: true,
  }
  for (const [field, value] of Object.entries(expected)) expect(`npm/${name}: ${field}`, manifest[field], value)
  for (const field of ['scripts', 'exports', 'dependencies'])
    expect(`npm/${name}: ${field}`, manifest[field], undefined)
}

function checkRoot(): void {
  // They are added when it is packed: scripts/pack.ts tells why.
  expect('package.json: optionalDependencies', root['optionalDependencies'], undefined)
  const { targets } = root['napi'] as { targets: readonly string[] }
  expect(
    'package.json: napi.targets',
    targets,
    PLATFORMS.map(({ target }) => target),
  )
}

function checkVersions(): void {
  const [, cargo] =
    /\[workspace\.package\]\s+version = "(.+)"/.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8')) ?? []
  expect('Cargo.toml: version', cargo, root.version)
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Manifest
  expect('package-lock.json: version', lock.version, root.version)
}

function checkWorkflows(): void {
  const workflow = (name: string) => readFileSync(join(ROOT, '.github', 'workflows', name), 'utf8')
  const built = [...workflow('build.yml').matchAll(/^ +- platform: (\S+)\n +target: (\S+)$/gm)]
  const found = built.map(([, name, target]) => `${name} ${target}`)
  const expected = PLATFORMS.map(({ name, target }) => `${name} ${target}`)
  expect('.github/workflows/build.yml: matrix', found, expected)
  // Files for musl are tested where they are built, in a container.
  const [, tested = ''] = /^ +platform: \[(.*)\]$/m.exec(workflow('ci.yml')) ?? []
  const withoutMusl = PLATFORMS.filter(({ libc }) => libc !== 'musl').map(({ name }) => name)
  expect('.github/workflows/ci.yml: tests', tested.split(', '), withoutMusl)
}
