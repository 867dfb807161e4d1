// Installs the packed packages from a registry on the loopback address, as users do, and uses what was installed.
//   npx tsx scripts/test-install.ts [--update]
// --update rewrites the reviewed list of the files in each package, __test__/install/contents.txt.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hostPlatform } from '../lib/binding/host.ts'
import { PLATFORMS } from '../lib/binding/platforms.ts'
import { PACKAGES, pack, type Tarball } from './pack.ts'
import { Project } from './support/install-project.ts'
import { contentsOf, packageFaults } from './support/package-checks.ts'
import { type Registry, startRegistry } from './support/registry.ts'
import { npmTools, output, ROOT } from './support/toolbox.ts'

const FOLDER = join(ROOT, 'target', 'install')
const CONTENTS = join(ROOT, '__test__', 'install', 'contents.txt')
const HERE = hostPlatform()
/** The platform whose package is in the reviewed list: the others differ in their file's name and size. */
const REVIEWED = 'linux-x64-gnu'

let failed = 0
let passed = 0

function scenario(name: string, body: () => void): void {
  try {
    body()
    passed++
    console.log(`ok ${name}`)
  } catch (error) {
    failed++
    console.log(`not ok ${name}\n${error instanceof Error ? error.message : error}`)
  }
}

function expect(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (left !== right) throw new Error(`${what}: expected ${right}, received ${left}`)
}

const tarballs = pack()
if (!tarballs.some(({ platform }) => platform === HERE)) {
  throw new Error(`build it first: npx tsx scripts/build-platform.ts ${HERE}`)
}
checkTarballs(tarballs)
const registry = await startRegistry(join(FOLDER, 'registry'))
try {
  for (const { path } of tarballs) registry.publish(path)
  for (const path of packUnbuilt(tarballs)) registry.publish(path)
  installWithNpm(registry)
  installWithOthers(registry)
} finally {
  registry.stop()
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function checkTarballs(all: readonly Tarball[]): void {
  for (const { name, path } of all)
    scenario(`${name}: publint, types and bill of materials`, () => expect(packageFaults(name, path), [], name))
  scenario('the packages hold the files that were reviewed', () => {
    const contents = all.filter(({ platform }) => platform === undefined || platform === REVIEWED).map(contentsOf)
    if (process.argv.includes('--update')) writeFileSync(CONTENTS, contents.join('\n'))
    const reviewed = existsSync(CONTENTS) ? readFileSync(CONTENTS, 'utf8') : ''
    for (const now of contents) if (!reviewed.includes(now)) throw new Error(`not as in ${CONTENTS}:\n${now}`)
  })
}

/** The packages of other platforms, without their native files: so that their names can be resolved. */
function packUnbuilt(built: readonly Tarball[]): string[] {
  const missing = PLATFORMS.filter(({ name }) => !built.some(({ platform }) => platform === name))
  return missing.map(({ name }) => {
    const parameters = ['pack', '--json', '--loglevel=error', '--pack-destination', PACKAGES]
    const [{ filename }] = JSON.parse(output('npm', parameters, { cwd: join(ROOT, 'npm', name) }))
    return join(PACKAGES, filename)
  })
}

function installWithNpm({ npmrc }: Registry): void {
  const make = (name: string) => new Project(join(FOLDER, name), npmrc)
  const npm = (project: Project, ...parameters: string[]) => project.run('npm', [...parameters, '--loglevel=error'])
  const installed = make('npm')
  scenario('npm install', () => {
    npm(installed, 'install', 'vm-allocator')
    expect(installed.platforms(), [HERE], 'platform packages')
    installed.use()
  })
  scenario('npm: the device manager, compiled under nodenext and bundler resolution', () => {
    installed.compileAndRun('nodenext')
    installed.compileAndRun('bundler')
  })
  scenario('npm: the command', () => installed.useCommand())
  scenario('npm ci --offline, from the cache', () => {
    installed.remove('node_modules')
    npm(installed, 'ci', '--offline')
    installed.use()
  })
  scenario('npm install --ignore-scripts', () => {
    const project = make('npm-ignore-scripts')
    npm(project, 'install', '--ignore-scripts', 'vm-allocator')
    project.use()
  })
  scenario('npm install --omit=optional: the error names the remedy, the remedy works', () => {
    const project = make('npm-omit-optional')
    npm(project, 'install', '--omit=optional', 'vm-allocator')
    expect(project.platforms(), [], 'platform packages')
    expect(project.importFailure().reason, 'absent', 'reason')
    npm(project, 'install', '--include=optional')
    project.use()
  })
  for (const { name, os, cpu, libc } of PLATFORMS.filter((platform) => platform.name !== HERE)) {
    scenario(`npm install for ${name}`, () => {
      const project = make(`npm-${name}`)
      npm(project, 'install', `--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : []), 'vm-allocator')
      expect(project.platforms(), [name], 'platform packages')
      expect(['architecture', 'libc'].includes(project.importFailure().reason), true, 'reason')
    })
  }
}

function installWithOthers({ npmrc, url }: Registry): void {
  const bunPackage = `@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : process.arch}`
  const tools = npmTools('package-managers', ['pnpm@10', '@yarnpkg/cli-dist@4', bunPackage])
  const tool = (...parts: string[]) => join(tools, 'node_modules', ...parts)
  const make = (name: string) => new Project(join(FOLDER, name), npmrc)
  scenario('pnpm add', () => {
    const project = make('pnpm')
    project.run(process.execPath, [tool('pnpm/bin/pnpm.cjs'), 'add', '--store-dir=store', 'vm-allocator'])
    project.use()
  })
  const yarn = (project: Project, linker: string) => {
    project.write('.yarnrc.yml', yarnSettings(url, linker))
    project.write('yarn.lock', '')
    project.run(process.execPath, [tool('@yarnpkg/cli-dist/bin/yarn.js'), 'add', 'vm-allocator'])
  }
  scenario('yarn add, with node_modules', () => {
    const project = make('yarn')
    yarn(project, 'node-modules')
    project.use()
  })
  scenario("yarn add, plug'n'play", () => {
    const project = make('yarn-pnp')
    yarn(project, 'pnp')
    expect(readdirSync(project.folder).includes('node_modules'), false, 'node_modules')
    project.use(['--require', './.pnp.cjs', '--experimental-loader', './.pnp.loader.mjs'])
  })
  scenario('bun add', () => {
    const project = make('bun')
    project.run(tool(bunPackage, 'bin', 'bun'), ['add', 'vm-allocator'], {
      BUN_INSTALL_CACHE_DIR: join(FOLDER, 'bun-cache'),
    })
    project.use()
  })
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
