// Shared by the scripts: running commands, and fetching tools into target/tools with the package managers' own clients,
// so that nothing is installed on the machine.
import { execFileSync, type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const TOOLS = join(ROOT, 'target', 'tools')

/** The members of a package.json that the scripts read. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly [field: string]: unknown
}

export interface Running {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Runs a command, with its output on the terminal. Throws unless it exits with 0. */
export function run(command: string, parameters: readonly string[], { cwd = ROOT, env = {} }: Running = {}): void {
  console.error(`> ${[command, ...parameters].join(' ')}`)
  const shell = needsShell(command)
  const environment = { ...process.env, ...env }
  const options: SpawnSyncOptions = { cwd, env: environment, stdio: ['ignore', 2, 2], shell }
  const { status, signal, error } = spawnSync(command, parameters, options)
  if (status !== 0) throw error ?? new Error(`${command} ended with ${signal ?? `exit status ${status}`}`)
}

/** Returns what a command printed. Throws unless it exits with 0. */
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

/** Unpacks an npm tarball into an existing folder. */
export function unpackTarball(tarball: string, folder: string): void {
  // GNU tar would take a drive before a colon for the name of a host.
  const local = (path: string) => relative(ROOT, path).replaceAll('\\', '/')
  run('tar', ['-xzf', local(tarball), '-C', local(folder), '--strip-components=1'])
}

/** On Windows, npm is a script of the command line. */
function needsShell(command: string): boolean {
  return process.platform === 'win32' && command === 'npm'
}

/** The package.json in a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/**
 * Returns a folder of target/tools, which `make` fills unless it exists with these contents. An incomplete one is made
 * again.
 */
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

/** Returns a folder in which npm has installed packages, even those for other platforms. */
export function npmTools(name: string, packages: readonly string[], overrides: object = {}): string {
  return tool(name, packages, (folder) => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }))
    run('npm', ['install', '--force', '--no-audit', '--no-fund', '--loglevel=error', ...packages], { cwd: folder })
  })
}

const PIP_OPTIONS = ['--quiet', '--root-user-action=ignore', '--disable-pip-version-check', '--target']

/** Returns a folder in which pip has installed packages. */
export function pythonTools(name: string, packages: readonly string[], ...options: string[]): string {
  const install = (folder: string) => ['-m', 'pip', 'install', ...PIP_OPTIONS, folder, ...options, ...packages]
  return tool(name, packages, (folder) => run('python3', install(folder)))
}
