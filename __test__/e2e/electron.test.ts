// Runs the packed tarballs in a real Electron, from a folder and from an asar archive with the native file unpacked.
//   npm run test:electron -- [--packed]
// With --packed, uses the existing tarballs in target/packages. Electron is fetched the first time. Xvfb and the
// libraries of Chromium must be installed.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import typescript from 'typescript'
import { hostPlatform } from '../../lib/binding/host.ts'
import { fileName, packageName } from '../../lib/binding/platforms.ts'
import { pack, packed } from '../../scripts/pack.ts'
import { ELECTRON, makeElectron, NO_ELECTRON, onVirtualScreen, packAsar } from '../../scripts/support/electron.ts'
import { ROOT } from '../../scripts/support/toolbox.ts'
import { installTarballs } from './support/portable-run.ts'

const FOLDER = join(ROOT, 'target', 'electron')
const APP = join(ROOT, '__test__', 'e2e', 'electron-app')
const PORTABLE = readFileSync(join(ROOT, '__test__', 'e2e', 'support', 'portable.mjs'), 'utf8')
const PLATFORM = hostPlatform()
const tarballs = process.argv.includes('--packed') ? packed() : pack()
const withElectron = NO_ELECTRON === undefined ? test.serial : test.skip // the reason is in NO_ELECTRON

/** What the app must print, from an archive or not. Electron 25 can't import ES modules from an archive. */
function expected(archived: boolean): string[] {
  const imported = archived ? 'ENOTDIR' : 'the same'
  const loads = [1, 2, 3]
  const portable = `${[...PORTABLE.matchAll(/^test\(/gm)].length} passed, 0 failed`
  const both = (where: string) => [`${where}, require: ${portable}`, `${where}, import(): ${imported}`]
  return [
    `Electron ${ELECTRON.version}, Node ${ELECTRON.node}`,
    ...both('main process'),
    ...loads.flatMap((load) => both(`worker thread ${load}`)),
    ...loads.flatMap((load) => both(`utility process ${load}`)),
    ...loads.map((load) => `preload script with contextIsolation ${load}: ${portable}`),
    ...loads.map((load) => `page with nodeIntegration ${load}: ${portable}`),
    ...loads.map((load) => `sandboxed preload script, by messages ${load}: bigint 4096, allocator refused`),
  ]
}

withElectron('from a folder', async (t) => {
  const folder = join(FOLDER, 'folder')
  const electron = makeElectron(folder)
  makeApp(join(folder, 'resources', 'app'))
  t.deepEqual(await printed(electron), expected(false))
})

withElectron('from an asar archive with the native file unpacked', async (t) => {
  const folder = join(FOLDER, 'archive')
  const electron = makeElectron(folder)
  const [app, archive] = [join(FOLDER, 'app'), join(folder, 'resources', 'app.asar')]
  makeApp(app)
  packAsar(app, archive)
  t.true(existsSync(join(`${archive}.unpacked`, 'node_modules', packageName(PLATFORM), fileName(PLATFORM))))
  t.deepEqual(await printed(electron), expected(true))
})

/** The app, with the packed tarballs installed and the portable tests as CommonJS. */
function makeApp(folder: string): void {
  installTarballs(PLATFORM, folder, tarballs)
  cpSync(APP, folder, { recursive: true })
  const { ModuleKind, ScriptTarget } = typescript
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true }
  writeFileSync(join(folder, 'portable.cjs'), typescript.transpileModule(PORTABLE, { compilerOptions }).outputText)
}

async function printed(electron: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(...onVirtualScreen(electron), { timeout: 300_000 })
  for (const line of stdout.trim().split('\n')) console.log(line)
  return stdout.trim().split('\n')
}
