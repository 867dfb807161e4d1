// Checks that all copies of the table of platforms agree with it, and that all versions are the same.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { PLATFORMS, packageName } from '../../lib/binding/platforms.ts'
import { platformFolder } from '../../scripts/platform-packages.ts'
import { type Manifest, ROOT, readManifest } from '../../scripts/support/toolbox.ts'

const root = readManifest(ROOT)
const names = PLATFORMS.map(({ name }) => name)

test('npm/ holds what the table says: npm run build:npm writes it', (t) => {
  t.deepEqual(readdirSync(join(ROOT, 'npm')).sort(), [...names].sort())
  for (const platform of PLATFORMS) {
    for (const [name, text] of Object.entries(platformFolder(platform)))
      t.is(readFileSync(join(ROOT, 'npm', platform.name, name), 'utf8'), text, `npm/${platform.name}/${name}`)
  }
})

test('a platform package has nothing that runs or resolves elsewhere', (t) => {
  for (const { name } of PLATFORMS) {
    const manifest = readManifest(join(ROOT, 'npm', name))
    for (const field of ['scripts', 'exports', 'dependencies']) t.is(manifest[field], undefined, `${name}: ${field}`)
  }
})

test('the loader has a literal require for every platform, each in its own try', (t) => {
  const source = readFileSync(join(ROOT, 'lib', 'platform-packages.cjs'), 'utf8')
  const found = [...source.matchAll(/case '(\S+)':\n +try \{\n +return \{ exports: require\('(\S+)'\) \}\n +\} catch/g)]
  t.deepEqual(
    found.map(([, name, required]) => [name, required]),
    PLATFORMS.map(({ name }) => [name, packageName(name)]),
  )
})

test('package.json has the targets, and no optional dependencies', (t) => {
  // scripts/pack.ts adds them, and says why.
  t.deepEqual(root['optionalDependencies'], undefined, 'package.json: optionalDependencies')
  const { targets } = root['napi'] as { targets: readonly string[] }
  t.deepEqual(
    targets,
    PLATFORMS.map(({ target }) => target),
  )
})

test('all versions are the same', (t) => {
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
  // Files for musl and riscv64 are tested where they are built, in a container.
  const [, tested = ''] = /^ +platform: \[(.*)\]$/m.exec(workflow('ci.yml')) ?? []
  const onOwnRunner = PLATFORMS.filter(({ libc, cpu }) => libc !== 'musl' && cpu !== 'riscv64')
  t.deepEqual(
    tested.split(', '),
    onOwnRunner.map(({ name }) => name),
    '.github/workflows/ci.yml: tests',
  )
  const inContainer = [...workflow('build.yml').matchAll(/- platform: (\S+)\n(?: {12}\S.*\n)* {12}image: /g)]
  t.deepEqual(
    inContainer.map(([, name]) => name),
    PLATFORMS.filter((platform) => !onOwnRunner.includes(platform)).map(({ name }) => name),
    '.github/workflows/build.yml: images',
  )
})

test('the licences of the crates are checked for every platform', (t) => {
  const [, targets = ''] = /^targets = \[\n([^\]]*)\]$/m.exec(readFileSync(join(ROOT, 'deny.toml'), 'utf8')) ?? []
  t.deepEqual(
    [...targets.matchAll(/"(\S+)"/g)].map(([, target]) => target),
    PLATFORMS.map(({ target }) => target),
  )
})

test('docs/platforms.md has every platform in both of its tables', (t) => {
  const page = readFileSync(join(ROOT, 'docs', 'platforms.md'), 'utf8')
  const packages = [...page.matchAll(/^\| .* \| `(@\S+)` \| (.*) \|$/gm)].map(([, name, needs]) => [name, needs])
  t.deepEqual(
    packages.map(([name]) => name),
    PLATFORMS.map(({ name }) => packageName(name)),
  )
  for (const [index, { glibcFloor }] of PLATFORMS.entries())
    if (glibcFloor !== undefined) t.is(packages[index]?.[1], `glibc ${glibcFloor} or newer`)
  const tried = [...page.matchAll(/^\| ((?:linux|darwin|win32)-\S+) \|/gm)].map(([, name]) => name)
  t.deepEqual(tried, names)
})
