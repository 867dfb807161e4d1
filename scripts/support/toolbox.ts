// What the scripts share: running commands, and fetching tools into target/tools with the package managers' own
// clients, so that nothing is installed on the machine.
import { execFileSync, type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const TOOLS = join(ROOT, 'target', 'tools')

/** What the scripts read of a package.json. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly [field: string]: unknown
}

export interface Running {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Runs a command with its output on the terminal; throws unless it exits with 0. */
export function run(command: string, parameters: readonly string[], { cwd = ROOT, env = {} }: Running = {}): void {
  console.error(`> ${[command, ...parameters].join(' ')}`)
  const shell = needsShell(command)
  const environment = { ...process.env, ...env }
  const options: SpawnSyncOptions = { cwd, env: environment, stdio: ['ignore', 2, 2], shell }
  const { status, signal, error } = spawnSync(command, parameters, options)
  if (status !== 0) throw error ?? new Error(`${command} ended with ${signal ?? `exit status ${status}`}`)
}

/** What a command printed; throws unless it exits with 0. */
export function output(command: string, parameters: readonly string[], { cwd = ROOT, env = {} }: Running = {}): string {
  return execFileSync(command, parameters, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: needsShell(command),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Unpacks what npm packed into a folder that is there. */
export function unpackTarball(tarball: string, folder: string): void {
  // GNU tar takes what stands before a colon, such as a drive, for the name of a machine.
  const local = (path: string) => relative(ROOT, path).replaceAll('\\', '/')
  run('tar', ['-xzf', local(tarball), '-C', local(folder), '--strip-components=1'])
}

/** On Windows npm is a script of the command line. */
function needsShell(command: string): boolean {
  return process.platform === 'win32' && command === 'npm'
}

/** The package.json in a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** A folder of target/tools, made by `make` unless it is there with these contents; a half-made one is made again. */
export function tool(name: string, contents: readonly string[], make: (folder: string) => void): string {
  const folder = join(TOOLS, name)
  const [done, wanted] = [join(folder, '.contents'), contents.join('\n')]
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  make(folder)
  writeFileSync(done, wanted)
  return folder
}

/** A folder in which npm has installed some packages, whatever platform they are for. */
export function npmTools(name: string, packages: readonly string[], overrides: object = {}): string {
  return tool(name, packages, (folder) => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }))
    run('npm', ['install', '--force', '--no-audit', '--no-fund', '--loglevel=error', ...packages], { cwd: folder })
  })
}

const PIP_OPTIONS = ['--quiet', '--root-user-action=ignore', '--disable-pip-version-check', '--target']

/** A folder in which pip has installed some packages. */
export function pythonTools(name: string, packages: readonly string[], ...options: string[]): string {
  const install = (folder: string) => ['-m', 'pip', 'install', ...PIP_OPTIONS, folder, ...options, ...packages]
  return tool(name, packages, (folder) => run('python3', install(folder)))
}

/** A folder into which Debian packages are unpacked, of any architecture and of another release if need be. */
export function debianTools(name: string, packages: readonly string[], release?: string): string {
  return tool(name, packages, (folder) => {
    const archives = join(folder, 'archives')
    mkdirSync(archives)
    run('apt-get', ['download', '--quiet', ...packages], { cwd: archives, env: apt(release) })
    for (const archive of readdirSync(archives)) run('dpkg', ['-x', join(archives, archive), folder])
    rmSync(archives, { recursive: true })
  })
}

/** The program that runs those of arm64's Linux. */
export function arm64Emulator(): string {
  return join(debianTools('qemu', ['qemu-user-static:amd64']), 'usr', 'bin', 'qemu-aarch64-static')
}

/** The packages that a Debian package depends on, directly or through each other, by names that match. */
export function debianDependencies(name: string, pattern: RegExp, found: Set<string> = new Set()): Set<string> {
  const listed = output('apt-cache', ['depends', name], { env: apt() })
  for (const [, dependency = ''] of listed.matchAll(/^ *Depends: (\S+)$/gm)) {
    if (!pattern.test(dependency) || found.has(dependency)) continue
    debianDependencies(dependency, pattern, found.add(dependency))
  }
  return found
}

/** Lists of packages of both architectures, apart from the machine's own. */
function apt(release?: string): { APT_CONFIG: string } {
  const folder = tool(`apt-${release ?? 'own'}`, [], (made) => {
    mkdirSync(join(made, 'lists', 'partial'), { recursive: true })
    mkdirSync(join(made, 'cache', 'archives', 'partial'), { recursive: true })
    writeFileSync(join(made, 'status'), '')
    const [source, sources] = debianSources(release)
    writeFileSync(join(made, source), sources)
    writeFileSync(join(made, 'apt.conf'), aptSettings(made, source))
    run('apt-get', ['update', '--quiet'], { env: { APT_CONFIG: join(made, 'apt.conf') } })
  })
  return { APT_CONFIG: join(folder, 'apt.conf') }
}

/** Debian's own sources as this machine has them, in one of apt's two formats. */
function debianSources(release: string | undefined): [name: string, text: string] {
  const own = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'].find(existsSync)
  if (own === undefined) throw new Error('this script needs the package lists of a Debian system')
  const text = readFileSync(own, 'utf8')
  const suite = /VERSION_CODENAME=(\w+)/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? ''
  const name = own.endsWith('.sources') ? 'debian.sources' : 'debian.list'
  return [name, release === undefined ? text : text.replaceAll(suite, release)]
}

function aptSettings(folder: string, source: string): string {
  return `Dir::State::lists "${folder}/lists";
Dir::State::status "${folder}/status";
Dir::Cache "${folder}/cache";
Dir::Etc::sourcelist "${folder}/${source}";
Dir::Etc::sourceparts "-";
APT::Architectures { "amd64"; "arm64"; };
APT::Sandbox::User "root";
`
}
