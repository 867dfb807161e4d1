// A user's project: an empty folder into which the package is installed.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { output, ROOT } from '../../../scripts/support/toolbox.ts'

const TESTS = join(ROOT, '__test__', 'e2e', 'support')
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
const REPORT = `import('vm-allocator').then(
  () => console.log('{}'),
  ({ code, reason, message }) => console.log(JSON.stringify({ code, reason, message })),
)`

export class Project {
  readonly folder: string

  constructor(folder: string, npmrc: string) {
    this.folder = folder
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    this.write('package.json', '{ "name": "project", "version": "1.0.0", "private": true, "type": "module" }')
    this.write('.npmrc', `${npmrc}omit-lockfile-registry-resolved=false\ncache=${folder}/npm-cache\n`)
    this.write('tsconfig.json', '{}')
    for (const name of ['portable.mjs', 'require.cjs']) copyFileSync(join(TESTS, name), join(folder, name))
    copyFileSync(join(ROOT, 'examples', 'device-manager.ts'), join(folder, 'device-manager.ts'))
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text)
  }

  remove(name: string): void {
    rmSync(join(this.folder, name), { recursive: true })
  }

  /** Runs a command in the folder; throws its output unless it exits with 0. */
  run(command: string, parameters: readonly string[], env: Record<string, string> = {}): string {
    const options = {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...clean(process.env), ...env },
    } as const
    try {
      return execFileSync(command, parameters, options)
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
      throw new Error(`${[command, ...parameters].join(' ')} failed\n${stdout}${stderr}`)
    }
  }

  /** The platforms whose packages were installed. */
  platforms(): string[] {
    const scope = join(this.folder, 'node_modules', '@vm-allocator')
    return existsSync(scope) ? readdirSync(scope).map((name) => name.replace('binding-', '')) : []
  }

  /** Imports and requires the package. */
  use(parameters: readonly string[] = []): void {
    for (const script of ['portable.mjs', 'require.cjs']) this.run(process.execPath, [...parameters, script])
  }

  /** Runs the package's command: the doctor, and the crate's recorded answers against the package's own classes. */
  useCommand(): void {
    const command = ['exec', '--offline', '--', 'vm-allocator']
    const { nativeFile } = JSON.parse(this.run('npm', [...command, 'doctor', '--json']))
    if (nativeFile.source !== 'platform package') throw new Error(`the doctor reported ${JSON.stringify(nativeFile)}`)
    this.write('port.mjs', "export * from 'vm-allocator'")
    this.run('npm', [...command, 'conformance', './port.mjs', '--runs=20'])
  }

  /** The error of an import of the package. */
  importFailure(): { code: string; reason: string; message: string } {
    return JSON.parse(output(process.execPath, ['--eval', REPORT], { cwd: this.folder }))
  }

  /** Compiles the device manager with a user's settings, without any other typings, and runs it. */
  compileAndRun(resolution: 'nodenext' | 'bundler'): void {
    const module = resolution === 'bundler' ? 'esnext' : 'nodenext'
    const compilerOptions = {
      ...{ module, moduleResolution: resolution, target: 'es2022', lib: ['es2022', 'dom'], types: [] },
      ...{ strict: true, skipLibCheck: false, outDir: `out-${resolution}`, rootDir: '.' },
    }
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['device-manager.ts'] }))
    this.run(process.execPath, [TSC, '--project', '.'])
    const printed = this.run(process.execPath, [join(`out-${resolution}`, 'device-manager.js')])
    if (!printed.includes('AlreadyReleased')) throw new Error(`the device manager printed\n${printed}`)
  }
}

/** Without the variables that npm sets for its scripts. */
function clean(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('npm_')))
}
