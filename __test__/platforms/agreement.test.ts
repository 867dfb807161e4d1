// Checks that everything that repeats the table of platforms agrees with it, and that all versions are in step.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { fileName, PLATFORMS, type Platform, packageName } from '../../lib/binding/platforms.ts'
import { LICENSES, NOTICES } from '../../scripts/pack.ts'
import { type Manifest, ROOT, readManifest } from '../../scripts/support/toolbox.ts'

const root = readManifest(ROOT)
const names = PLATFORMS.map(({ name }) => name)

test('there is a folder for each platform, and its package.json is right', (t) => {
  t.deepEqual(readdirSync(join(ROOT, 'npm')).sort(), [...names].sort(), 'npm/')
  for (const platform of PLATFORMS) checkManifest(t, platform, readManifest(join(ROOT, 'npm', platform.name)))
})

function checkManifest(t: ExecutionContext, { name, os, cpu, libc }: Platform, manifest: Manifest): void {
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
  for (const [field, value] of Object.entries(expected)) t.deepEqual(manifest[field], value, `npm/${name}: ${field}`)
  for (const field of ['scripts', 'exports', 'dependencies'])
    t.deepEqual(manifest[field], undefined, `npm/${name}: ${field}`)
}

test('package.json has the targets, and no optional dependencies', (t) => {
  // They are added when it is packed: scripts/pack.ts says why.
  t.deepEqual(root['optionalDependencies'], undefined, 'package.json: optionalDependencies')
  const { targets } = root['napi'] as { targets: readonly string[] }
  t.deepEqual(
    targets,
    PLATFORMS.map(({ target }) => target),
  )
})

test('all versions are in step', (t) => {
  const [, cargo] =
    /\[workspace\.package\]\s+version = "(.+)"/.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8')) ?? []
  t.deepEqual(cargo, root.version, 'Cargo.toml: version')
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Manifest
  t.deepEqual(lock.version, root.version, 'package-lock.json: version')
})

test('the workflows build and test every platform', (t) => {
  const workflow = (name: string) => readFileSync(join(ROOT, '.github', 'workflows', name), 'utf8')
  const built = [...workflow('build.yml').matchAll(/^ +- platform: (\S+)\n +target: (\S+)$/gm)]
  const found = built.map(([, name, target]) => `${name} ${target}`)
  const expected = PLATFORMS.map(({ name, target }) => `${name} ${target}`)
  t.deepEqual(found, expected, '.github/workflows/build.yml: matrix')
  // Files for musl are tested where they are built, in a container.
  const [, tested = ''] = /^ +platform: \[(.*)\]$/m.exec(workflow('ci.yml')) ?? []
  const withoutMusl = PLATFORMS.filter(({ libc }) => libc !== 'musl').map(({ name }) => name)
  t.deepEqual(tested.split(', '), withoutMusl, '.github/workflows/ci.yml: tests')
})
