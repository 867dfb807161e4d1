import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { hostPlatform } from '../../lib/binding/host.ts'
import { fileName, packageName } from '../../lib/binding/platforms.ts'
import { ROOT } from '../support/process.ts'

/** What a failed import told. */
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
  /** Where, inside the installation's folder; the folder itself unless told otherwise. */
  readonly inside?: string
}

const IMPORT = `import('vm-allocator').then(
  ({ IdAllocator }) => console.log(JSON.stringify({ id: new IdAllocator(3, 9).allocateId() })),
  ({ message, code, reason, cause }) => console.log(JSON.stringify({
    message, code, reason, cause: { message: cause.message, code: cause.code },
  })),
)`

const made: string[] = []
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A folder of its own in which the package is installed, with or without a platform package. */
export class Installation {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'vm-allocator-loader-')))
  readonly main = join(this.folder, 'node_modules', 'vm-allocator')

  constructor() {
    chmodSync(this.folder, 0o755)
    made.push(this.folder)
    mkdirSync(this.main, { recursive: true })
    for (const part of ['package.json', 'dist']) cpSync(join(ROOT, part), join(this.main, part), { recursive: true })
  }

  /** The folder of a platform package, of this platform unless told otherwise. */
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
    writeFileSync(join(this.binding(platform), 'package.json'), JSON.stringify({ name: packageName(platform) }))
    if (content !== undefined) writeFileSync(this.file(platform), content)
    return this
  }

  /** Imports the package in a process of its own: the id that it made, or what the import's error told. */
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
