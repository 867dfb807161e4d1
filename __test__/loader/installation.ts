import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { hostPlatform } from '../../lib/binding/host.ts'
import { fileName, packageName } from '../../lib/binding/platforms.ts'
import { ROOT } from '../support/process.ts'

/** The error of a failed import. */
export interface ImportFailure {
  readonly message: string
  readonly code: string
  readonly reason: string
  readonly cause: { readonly message: string; readonly code?: string }
}

/** How to run Node. */
export interface Running {
  readonly parameters?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly user?: number
  /** The working folder inside the installation; the installation's folder by default. */
  readonly inside?: string
}

const IMPORT = `import('vm-allocator').then(
  ({ IdAllocator }) => console.log(JSON.stringify({ id: new IdAllocator(3, 9).allocateId() })),
  ({ message, code, reason, cause }) => console.log(JSON.stringify({
    message, code, reason, cause: { message: cause.message, code: cause.code },
  })),
)`

const made: string[] = []
const mounted: string[] = []
process.once('exit', () => {
  for (const folder of mounted) execFileSync('umount', [folder])
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** Whether this process may mount a file system. */
export function canMount(): boolean {
  const [, effective = '0'] = /^CapEff:\s*(\w+)$/m.exec(readStatus()) ?? []
  const CAP_SYS_ADMIN = 21n // capabilities(7)
  return ((BigInt(`0x${effective}`) >> CAP_SYS_ADMIN) & 1n) === 1n
}

function readStatus(): string {
  return process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : ''
}

/** A new folder with the package installed, with or without a platform package. */
export class Installation {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'vm-allocator-loader-')))
  readonly main = join(this.folder, 'node_modules', 'vm-allocator')

  constructor() {
    chmodSync(this.folder, 0o755)
    made.push(this.folder)
    mkdirSync(this.main, { recursive: true })
    for (const part of ['package.json', 'dist']) cpSync(join(ROOT, part), join(this.main, part), { recursive: true })
  }

  /** The folder of a platform package, of this platform by default. */
  binding(platform: string = hostPlatform()): string {
    return join(this.folder, 'node_modules', packageName(platform))
  }

  /** The native file in it. */
  file(platform: string = hostPlatform()): string {
    return join(this.binding(platform), fileName(platform))
  }

  /** Installs a platform package with this content as its native file, or without one. */
  install(content?: Buffer | string, platform: string = hostPlatform()): this {
    mkdirSync(this.binding(platform), { recursive: true })
    const manifest = { name: packageName(platform), main: fileName(platform) }
    writeFileSync(join(this.binding(platform), 'package.json'), JSON.stringify(manifest))
    if (content !== undefined) writeFileSync(this.file(platform), content)
    return this
  }

  /** Moves the platform package to a file system mounted with noexec. */
  mountWithoutExecution(platform: string = hostPlatform()): void {
    const content = readFileSync(this.file(platform))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'noexec,size=64m', 'tmpfs', this.binding(platform)])
    mounted.push(this.binding(platform))
    this.install(content, platform)
  }

  /** Copies the package's scripts to where a bundler would write them. */
  bundle(): void {
    const bundle = join(this.folder, 'bundle')
    cpSync(join(this.main, 'dist'), bundle, { recursive: true })
    rmSync(this.main, { recursive: true })
    mkdirSync(this.main)
    writeFileSync(join(this.main, 'package.json'), '{ "exports": "./index.cjs" }')
    writeFileSync(join(this.main, 'index.cjs'), "module.exports = require('../../bundle/index.cjs')")
  }

  /** Imports the package in a new process. Returns the id that it allocated, or the import's error. */
  async import(running: Running = {}): Promise<ImportFailure & { id?: number }> {
    const { parameters = [], environment = {}, user, inside = '' } = running
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--no-warnings', ...parameters, '--input-type=module', '--eval', IMPORT],
      {
        cwd: join(this.folder, inside),
        env: { PATH: process.env['PATH'], ...environment },
        ...(user === undefined ? {} : { uid: user, gid: user }),
      },
    )
    return JSON.parse(stdout)
  }
}
