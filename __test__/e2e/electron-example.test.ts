// Drives the example app: opens a saved layout, shows its maps, attaches and detaches devices with clicks, and saves.
//   npm run test:e2e -- electron-example
// Electron is fetched the first time. Xvfb and the libraries of Chromium must be installed.
// With SCREENSHOT=docs/images/electron-example.png it also updates the picture of docs/electron.md.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { _electron as electron } from 'playwright-core'
import { SystemAllocator } from 'vm-allocator/system'
import { buildApp } from '../../examples/electron/build.ts'
import { makeElectron, NO_ELECTRON } from '../../scripts/support/electron.ts'
import { ROOT } from '../../scripts/support/toolbox.ts'

const FOLDER = join(ROOT, 'target', 'electron-example')
const withElectron = NO_ELECTRON === undefined ? test.serial : test.skip // the reason is in NO_ELECTRON

test('the page, the preload script and the main process are well typed', (t) => {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  t.notThrows(() => execFileSync(process.execPath, [tsc, '--project', join(ROOT, 'examples', 'electron')]))
})

withElectron('a layout is opened, changed with clicks, and saved', async (t) => {
  const executablePath = makeElectron(FOLDER)
  mkdirSync(join(FOLDER, 'resources', 'app'), { recursive: true })
  buildApp(join(FOLDER, 'resources', 'app'))
  const file = join(FOLDER, 'layout.json')
  writeFileSync(file, exampleLayout().snapshot())
  const screen = await openScreen()
  t.teardown(() => screen.process.kill())
  const env = { ...process.env, DISPLAY: screen.display } as Record<string, string>
  // Without Chromium's sandbox, because tests run as root and in containers; Electron still isolates the page.
  const app = await electron.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], env })
  t.teardown(() => app.close())
  const page = await app.firstWindow()
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, file)

  await page.click('#open')
  await page.waitForSelector('#devices li')
  t.deepEqual(await page.locator('#devices strong').allTextContents(), ['serial0', 'nvme0'])
  t.is(await page.locator('#maps img').count(), 3)
  // The page can't reach anything of Node or Electron.
  t.deepEqual(await page.evaluate('[typeof require, typeof process, Object.keys(layout).sort().join()]'), [
    'undefined',
    'undefined',
    'attach,detach,open,save',
  ])

  await page.fill('#name', 'net0')
  await page.selectOption('#ids', 'msi')
  await page.click('#attach button')
  await page.waitForSelector('text=net0')
  const listed = await page.locator('#devices li div').last().textContent()
  t.is(listed, 'bar0: 0xc0100000 – 0xc017ffff of mmio32\nmsix: 28, 29, 30 of msi')

  await page.fill('#name', 'gpu0')
  await page.fill('#kib', String(16 << 20))
  await page.click('#attach button')
  await page.waitForSelector('#refused:not(:empty)')
  t.is(await page.textContent('#refused'), 'gpu0.bar0 needs 16 GiB aligned to 16 GiB; mmio32 is only 768 MiB')
  if (process.env['SCREENSHOT'] !== undefined) await page.screenshot({ path: join(ROOT, process.env['SCREENSHOT']) })

  await page.click('[aria-label="Detach nvme0"]')
  await page.waitForFunction("document.querySelectorAll('#devices li').length === 2")
  t.is(await page.textContent('#refused'), '')
  await page.click('#save')
  await page.waitForSelector('#save:disabled')
  const saved = SystemAllocator.restore(readFileSync(file))
  t.deepEqual([...saved.devices.keys()], ['serial0', 'net0'])
  t.deepEqual(saved.owner('msi', 29), { device: 'net0', resource: 'msix' })
})

function exampleLayout(): SystemAllocator {
  const system = new SystemAllocator({
    mmio32: { base: 0xc000_0000n, size: 768n << 20n },
    lines: { ids: [5, 23] },
    msi: { ids: [24, 255] },
  })
  system.attach('serial0', { line: { pool: 'lines', id: 9 } })
  system.attach('nvme0', { bar0: { pool: 'mmio32', size: 1 << 20 }, msix: { pool: 'msi', count: 4 } })
  return system
}

/** A virtual screen, with the name by which programs find it. */
async function openScreen(): Promise<{ process: ChildProcess; display: string }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [output] = server.stdio.slice(3)
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    output?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
  })
  return { process: server, display: `:${number}` }
}

test.after(() => rmSync(FOLDER, { recursive: true, force: true }))
