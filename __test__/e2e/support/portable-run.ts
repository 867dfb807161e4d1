// Installs the packed tarballs for a platform into a folder, and runs the portable tests and the doctor there.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGES, type Tarball } from '../../../scripts/pack.ts'
import { writeLoadReport } from '../../../scripts/support/load-report.ts'
import { ROOT, unpackTarball } from '../../../scripts/support/toolbox.ts'

const ON_EITHER_ENGINE = ['portable.mjs', 'atomic.mjs', 'require.cjs']
const SCRIPTS = [...ON_EITHER_ENGINE, 'without-shared-memory.mjs']

/** A way to run a script. */
export interface Runtime {
  readonly name: string
  /** The command. The path of a script is appended to it. */
  readonly command: readonly string[]
  /** The folder as the command sees it, if that differs. */
  readonly inside?: string
}

/** Unpacks the main package and the one of a platform into node_modules, as an installation would. */
export function installTarballs(platform: string, folder: string, tarballs: readonly Tarball[]): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  // Without its own package.json, this folder would belong to the repository's package, which has the same name.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const chosen = tarballs.filter((tarball) => tarball.platform === undefined || tarball.platform === platform)
  if (chosen.length < 2) {
    throw new Error(`${PACKAGES} has no package of ${platform}: npx tsx scripts/build-platform.ts ${platform}`)
  }
  for (const { name, path } of chosen) {
    const place = join(folder, 'node_modules', name)
    mkdirSync(place, { recursive: true })
    unpackTarball(path, place)
  }
  for (const name of SCRIPTS) copyFileSync(join(ROOT, '__test__', 'e2e', 'support', name), join(folder, name))
}

/** Whether all tests pass with a runtime. Stores the doctor's report in npm/<platform>/loaded.json. */
export function passes(runtime: Runtime, platform: string, folder: string): boolean {
  const tested = runScripts(runtime, folder, SCRIPTS)
  const { status, printed } = runScript(runtime, folder, ['node_modules/vm-allocator/dist/cli.cjs', 'doctor', '--json'])
  if (status !== 0) console.log(`${runtime.name}: the doctor: exit status ${status}\n${printed}`)
  else printDoctor(runtime, platform, printed)
  return tested && status === 0
}

/** Whether the portable tests pass on the WebAssembly engine. */
export function passesOnWasm(runtime: Runtime, folder: string): boolean {
  const name = `${runtime.name}, WebAssembly`
  return runScripts({ ...runtime, name }, folder, ON_EITHER_ENGINE, { VM_ALLOCATOR_BINDING: 'wasm' })
}

/** Whether each script succeeds; prints its output. */
function runScripts(
  runtime: Runtime,
  folder: string,
  scripts: readonly string[],
  env: Readonly<Record<string, string>> = {},
): boolean {
  return scripts.every((script) => {
    const { status, printed } = runScript(runtime, folder, [script], env)
    const last = printed.trim().split('\n').at(-1)
    console.log(`${runtime.name}: ${script}: ${status === 0 ? last : `exit status ${status}\n${printed}`}`)
    return status === 0
  })
}

function printDoctor({ name }: Runtime, platform: string, printed: string): void {
  const { runtime, libc, nativeFile } = JSON.parse(printed)
  const system = libc ? `${libc.name} ${libc.version ?? '(unknown version)'}` : process.platform
  console.log(
    `${name}: ${runtime.name} ${runtime.version}, ${system}: loaded the ${nativeFile.source} ${nativeFile.sha256}`,
  )
  writeLoadReport(join(ROOT, 'npm', platform), printed)
}

function runScript(
  { command, inside }: Runtime,
  folder: string,
  [script = '', ...parameters]: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const [program = '', ...options] = command
  const path = `${inside ?? folder}/${script}`
  const { status, stdout, stderr, error } = spawnSync(program, [...options, path, ...parameters], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return { status, printed: status === 0 ? stdout : `${stdout}${stderr}${error ?? ''}` }
}
