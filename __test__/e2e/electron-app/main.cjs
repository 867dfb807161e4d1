// Runs the portable tests in each kind of process that Electron has, and prints a line for each.
const { once } = require('node:events')
const { join } = require('node:path')
const { Worker } = require('node:worker_threads')
const { app, BrowserWindow, ipcMain, utilityProcess } = require('electron')
const { AddressAllocator } = require('vm-allocator')
const { importTheSame, runPortable } = require('./run-portable.cjs')

const LOADS = [1, 2, 3]

const pool = new AddressAllocator(0xd000_0000n, 768n << 20n)
ipcMain.handle('allocate', (_, size) => pool.allocate(size, 0x1000n))
ipcMain.handle('allocator', () => pool)

const report = (where, result) => console.log(`${where}: ${result}`)
const file = (name) => join(__dirname, name)

async function runInMain() {
  report('main process, require', runPortable())
  report('main process, import()', await importTheSame())
}

async function runInWorkers() {
  for (const load of LOADS) {
    const worker = new Worker(file('worker.cjs'))
    const [{ portable, imported }] = await once(worker, 'message')
    await worker.terminate()
    report(`worker thread ${load}, require`, portable)
    report(`worker thread ${load}, import()`, imported)
  }
}

async function runInUtilityProcesses() {
  for (const load of LOADS) {
    const child = utilityProcess.fork(file('utility.cjs'))
    const [{ portable, imported }] = await once(child, 'message')
    child.kill()
    report(`utility process ${load}, require`, portable)
    report(`utility process ${load}, import()`, imported)
  }
}

/** Loads the page, and reloads it twice. */
async function runInPage(name, webPreferences, script) {
  const window = new BrowserWindow({ show: false, webPreferences })
  for (const load of LOADS) {
    const loaded = once(window.webContents, 'did-finish-load')
    if (load === 1) window.loadFile('page.html')
    else window.webContents.reload()
    await loaded
    report(`${name} ${load}`, await window.webContents.executeJavaScript(script))
  }
  window.destroy()
}

async function main() {
  await app.whenReady()
  console.log(`Electron ${process.versions.electron}, Node ${process.versions.node}`)
  await runInMain()
  await runInWorkers()
  await runInUtilityProcesses()
  const preload = { preload: file('preload.cjs'), sandbox: false, contextIsolation: true }
  await runInPage('preload script with contextIsolation', preload, 'portable')
  const nodeIntegration = { nodeIntegration: true, contextIsolation: false, sandbox: false }
  const required = `require(${JSON.stringify(file('run-portable.cjs'))}).runPortable()`
  await runInPage('page with nodeIntegration', nodeIntegration, required)
  const sandboxed = { preload: file('sandboxed-preload.cjs'), sandbox: true, contextIsolation: true }
  const asked = `(async () => {
    const { start, end } = await memory.allocate(4096)
    const refused = await memory.allocator().then(() => 'given', ({ message }) => /could not be cloned/.test(message) ? 'refused' : message)
    return typeof start + ' ' + (end - start + 1n) + ', allocator ' + refused
  })()`
  await runInPage('sandboxed preload script, by messages', sandboxed, asked)
}

// Windows open and close; the app ends when everything is done.
app.on('window-all-closed', () => {})
main().then(
  () => app.exit(0),
  (error) => {
    console.log(error)
    app.exit(1)
  },
)
