// Installs the packed packages from a registry on the loopback address, as users do, and uses what was installed.
//   npm run test:install -- [--update]
// --update rewrites the reviewed list of the files in each package, __test__/e2e/contents.txt.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { hostPlatform } from '../../lib/binding/host.ts'
import { PLATFORMS } from '../../lib/binding/platforms.ts'
import { PACKAGES, pack, type Tarball } from '../../scripts/pack.ts'
import { deadLinks, pagesIn } from '../../scripts/support/shipped.ts'
import { npmTools, output, ROOT } from '../../scripts/support/toolbox.ts'
import { Project } from './support/install-project.ts'
import { contentsOf, isReviewed, packageFaults } from './support/package-checks.ts'
import { type Registry, startRegistry } from './support/registry.ts'

const FOLDER = join(ROOT, 'target', 'install')
const CONTENTS = join(ROOT, '__test__', 'e2e', 'contents.txt')
const HERE = hostPlatform()
/** The platform in the reviewed list. Packages of other platforms differ in their file's name and size. */
const REVIEWED = 'linux-x64-gnu'

const tarballs = pack()
if (!tarballs.some(({ platform }) => platform === HERE)) {
  throw new Error(`build it first: npx tsx scripts/build-platform.ts ${HERE}`)
}
let registry: Registry

test.before('the packages are in a registry', async () => {
  registry = await startRegistry(join(FOLDER, 'registry'))
  for (const { path } of tarballs) registry.publish(path)
  for (const path of packUnbuilt(tarballs)) registry.publish(path)
})

test.after.always(() => registry?.stop())

checkTarballs(tarballs)
installWithNpm()
installWithOthers()

function checkTarballs(all: readonly Tarball[]): void {
  for (const { name, path } of all)
    test.serial(`${name}: publint, types and bill of materials`, (t) => t.deepEqual(packageFaults(name, path), []))
  test.serial('the packages hold the files that were reviewed', (t) => {
    const contents = all.filter(({ platform }) => platform === undefined || platform === REVIEWED).map(contentsOf)
    if (process.argv.includes('--update')) writeFileSync(CONTENTS, contents.join('\n'))
    const reviewed = existsSync(CONTENTS) ? readFileSync(CONTENTS, 'utf8') : ''
    for (const now of contents) t.true(isReviewed(now, reviewed), `not as in ${CONTENTS}:\n${now}`)
  })
}

/** The packages of other platforms, without their native files, so that their names can be resolved. */
function packUnbuilt(built: readonly Tarball[]): string[] {
  const missing = PLATFORMS.filter(({ name }) => !built.some(({ platform }) => platform === name))
  return missing.map(({ name }) => {
    const parameters = ['pack', '--json', '--loglevel=error', '--pack-destination', PACKAGES]
    const [{ filename }] = JSON.parse(output('npm', parameters, { cwd: join(ROOT, 'npm', name) }))
    return join(PACKAGES, filename)
  })
}

function installWithNpm(): void {
  const make = (name: string) => new Project(join(FOLDER, name), registry.npmrc)
  const npm = (project: Project, ...parameters: string[]) => project.run('npm', [...parameters, '--loglevel=error'])
  let installed: Project
  test.serial('npm install', (t) => {
    installed = make('npm')
    npm(installed, 'install', 'vm-allocator')
    t.deepEqual(installed.platforms(), [HERE])
    t.notThrows(() => installed.use())
  })
  test.serial('npm: the device manager, compiled under nodenext and bundler resolution', (t) => {
    for (const resolution of ['nodenext', 'bundler'] as const) t.notThrows(() => installed.compileAndRun(resolution))
  })
  test.serial('npm: the command', (t) => t.notThrows(() => installed.useCommand()))
  test.serial('npm: every link in the installed pages and typings leads somewhere', (t) => {
    const folder = join(installed.folder, 'node_modules', 'vm-allocator')
    const pages = pagesIn(folder)
    t.true(pages.length > 10)
    for (const page of pages) t.deepEqual(deadLinks(page), [], page)
  })
  test.serial('npm: both packages take at most 2.5 MB', (t) => {
    const size = sizeOf(join(installed.folder, 'node_modules'))
    t.log(`${size} bytes`)
    t.true(size <= 2_500_000, `${size} bytes`)
  })
  test.serial('npm ci --offline, from the cache', (t) => {
    installed.remove('node_modules')
    npm(installed, 'ci', '--offline')
    t.notThrows(() => installed.use())
  })
  test.serial('npm install --ignore-scripts', (t) => {
    const project = make('npm-ignore-scripts')
    npm(project, 'install', '--ignore-scripts', 'vm-allocator')
    t.notThrows(() => project.use())
  })
  test.serial('npm install --omit=optional: the error names the remedy, the remedy works', (t) => {
    const project = make('npm-omit-optional')
    npm(project, 'install', '--omit=optional', 'vm-allocator')
    t.deepEqual(project.platforms(), [])
    t.is(project.importFailure().reason, 'absent')
    npm(project, 'install', '--include=optional')
    t.notThrows(() => project.use())
  })
  test.serial('npm ci, with a lock file that was made for another platform', (t) => {
    const project = make('npm-lock')
    npm(project, 'install', '--os=darwin', '--cpu=arm64', 'vm-allocator')
    t.deepEqual(project.platforms(), ['darwin-arm64'])
    project.remove('node_modules')
    npm(project, 'ci')
    t.deepEqual(project.platforms(), [HERE])
    t.notThrows(() => project.use())
  })
  for (const { name, os, cpu, libc } of PLATFORMS.filter((platform) => platform.name !== HERE)) {
    test.serial(`npm install for ${name}`, (t) => {
      const project = make(`npm-${name}`)
      npm(project, 'install', `--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : []), 'vm-allocator')
      t.deepEqual(project.platforms(), [name])
      t.true(['architecture', 'libc'].includes(project.importFailure().reason))
    })
  }
}

/** The size of all files in a folder, in bytes. */
function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries.reduce(
    (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  )
}

function installWithOthers(): void {
  const bunPackage = `@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : process.arch}`
  const tools = npmTools('package-managers', ['pnpm@10', '@yarnpkg/cli-dist@4', bunPackage])
  const tool = (...parts: string[]) => join(tools, 'node_modules', ...parts)
  const make = (name: string) => new Project(join(FOLDER, name), registry.npmrc)
  test.serial('pnpm add', (t) => {
    const project = make('pnpm')
    project.run(process.execPath, [tool('pnpm/bin/pnpm.cjs'), 'add', '--store-dir=store', 'vm-allocator'])
    t.notThrows(() => project.use())
  })
  test.serial('pnpm: supportedArchitectures installs the packages of two platforms', (t) => {
    const project = make('pnpm-architectures')
    project.write('pnpm-workspace.yaml', `packages: []\n${architecturesOf('platforms.md')}`)
    project.run(process.execPath, [tool('pnpm/bin/pnpm.cjs'), 'add', '--store-dir=store', 'vm-allocator', '-w'])
    const stored = readdirSync(join(project.folder, 'node_modules', '.pnpm')).join(' ')
    for (const name of [HERE, 'darwin-arm64']) t.true(stored.includes(`binding-${name}`), `${name} in ${stored}`)
    t.notThrows(() => project.use())
  })
  test.serial('yarn: supportedArchitectures installs the packages of two platforms', (t) => {
    const project = make('yarn-architectures')
    yarn(project, 'node-modules', architecturesOf('platforms.md'))
    for (const name of [HERE, 'darwin-arm64']) t.true(project.platforms().includes(name), name)
    t.notThrows(() => project.use())
  })
  const yarn = (project: Project, linker: string, more = '') => {
    project.write('.yarnrc.yml', `${yarnSettings(registry.url, linker)}${more}`)
    project.write('yarn.lock', '')
    project.run(process.execPath, [tool('@yarnpkg/cli-dist/bin/yarn.js'), 'add', 'vm-allocator'])
  }
  test.serial('yarn add, with node_modules', (t) => {
    const project = make('yarn')
    yarn(project, 'node-modules')
    t.notThrows(() => project.use())
  })
  test.serial("yarn add, plug'n'play", (t) => {
    const project = make('yarn-pnp')
    yarn(project, 'pnp')
    t.false(readdirSync(project.folder).includes('node_modules'))
    t.notThrows(() => project.use(['--require', './.pnp.cjs', '--experimental-loader', './.pnp.loader.mjs']))
  })
  test.serial('bun add', (t) => {
    const project = make('bun')
    project.run(tool(bunPackage, 'bin', 'bun'), ['add', 'vm-allocator'], {
      BUN_INSTALL_CACHE_DIR: join(FOLDER, 'bun-cache'),
    })
    t.notThrows(() => project.use())
  })
}

/** The setting as written in the page. */
function architecturesOf(page: string): string {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8')
  const [setting = ''] = /^supportedArchitectures:\n(?: .*\n)+/m.exec(text) ?? []
  return setting
}

function yarnSettings(url: string, linker: string): string {
  return `npmRegistryServer: "${url}"
npmMinimalAgeGate: 0
unsafeHttpWhitelist: ["127.0.0.1"]
nodeLinker: ${linker}
enableGlobalCache: false
globalFolder: .yarn-global
enableTelemetry: false
enableImmutableInstalls: false
`
}
