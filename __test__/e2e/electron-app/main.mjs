// An Electron app that runs the portable tests in its main process, shows a page whose preload script asks for an
// allocation, and exits with the tests' status.
import { join } from 'node:path'
import { app, BrowserWindow, ipcMain } from 'electron'
import { AddressAllocator } from 'vm-allocator'

const pool = new AddressAllocator(0xd000_0000n, 768n << 20n)

// An allocator stays in the main process; a range is sent as hex, as toJSON gives it.
ipcMain.handle('allocate', (_, size) => pool.allocate(size, 0x1000).toJSON())

await app.whenReady()
await import('./portable.mjs')
const window = new BrowserWindow({ show: false, webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') } })
await window.loadFile('page.html')
const { start } = await window.webContents.executeJavaScript('memory.allocate(4096)')
console.log(start === '0xd0000000' ? 'ok the page got a range' : `not ok the page got ${start}`)
app.exit(start === '0xd0000000' ? process.exitCode : 1)
