// Runs the portable tests in an Electron app, from a folder and from an asar archive with the native file unpacked.
//   ELECTRON=/path/to/electron npx tsx scripts/test-electron.ts
// Without ELECTRON it makes the app and the archive, and checks that the native file is outside of the archive.
import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hostPlatform } from '../lib/binding/host.ts'
import { fileName, packageName } from '../lib/binding/platforms.ts'
import { pack } from './pack.ts'
import { installTarballs } from './support/portable-run.ts'
import { npmTools, ROOT, run } from './support/toolbox.ts'

const APP = join(ROOT, 'target', 'electron', 'app')
const ARCHIVE = join(ROOT, 'target', 'electron', 'app.asar')
const PLATFORM = hostPlatform()

installTarballs(PLATFORM, APP, pack())
for (const name of ['main.mjs', 'preload.cjs', 'page.html']) {
  copyFileSync(join(ROOT, '__test__', 'install', 'electron', name), join(APP, name))
}
writeFileSync(join(APP, 'package.json'), '{ "name": "app", "version": "1.0.0", "main": "main.mjs" }')

const asar = join(npmTools('asar', ['@electron/asar@3']), 'node_modules', '@electron', 'asar', 'bin', 'asar.js')
run(process.execPath, [asar, 'pack', APP, ARCHIVE, '--unpack', '*.node'])
const unpacked = join(`${ARCHIVE}.unpacked`, 'node_modules', packageName(PLATFORM), fileName(PLATFORM))
if (!existsSync(unpacked)) throw new Error(`${unpacked} is missing`)

const electron = process.env['ELECTRON']
if (electron === undefined) console.log('the archive is right; to run it, name an Electron binary in ELECTRON')
else for (const app of [APP, ARCHIVE]) run(electron, [app, '--no-sandbox'])
