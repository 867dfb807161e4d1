// Runs the portable tests in an Electron app, from a folder and from an asar archive with the native file unpacked.
//   ELECTRON=/path/to/electron npm run test:e2e -- electron
// Without ELECTRON it makes the app and the archive, and checks that the native file is outside of the archive.
import { copyFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { hostPlatform } from '../../lib/binding/host.ts'
import { fileName, packageName } from '../../lib/binding/platforms.ts'
import { pack } from '../../scripts/pack.ts'
import { npmTools, ROOT, run } from '../../scripts/support/toolbox.ts'
import { installTarballs } from './support/portable-run.ts'

const APP = join(ROOT, 'target', 'electron', 'app')
const ARCHIVE = join(ROOT, 'target', 'electron', 'app.asar')
const PLATFORM = hostPlatform()

installTarballs(PLATFORM, APP, pack())
for (const name of ['main.mjs', 'preload.cjs', 'page.html']) {
  copyFileSync(join(ROOT, '__test__', 'e2e', 'electron-app', name), join(APP, name))
}
writeFileSync(join(APP, 'package.json'), '{ "name": "app", "version": "1.0.0", "main": "main.mjs" }')

const asar = join(npmTools('asar', ['@electron/asar@3']), 'node_modules', '@electron', 'asar', 'bin', 'asar.js')
run(process.execPath, [asar, 'pack', APP, ARCHIVE, '--unpack', '*.node'])

test.serial('the native file is beside the archive', (t) => {
  t.true(existsSync(join(`${ARCHIVE}.unpacked`, 'node_modules', packageName(PLATFORM), fileName(PLATFORM))))
})

const electron = process.env['ELECTRON']
for (const app of [APP, ARCHIVE]) {
  // Electron's binary is no npm package: name one in ELECTRON.
  const withElectron = electron === undefined ? test.skip : test.serial
  withElectron(`the portable tests pass in ${app}`, (t) => {
    t.notThrows(() => run(electron ?? '', [app, '--no-sandbox']))
  })
}
