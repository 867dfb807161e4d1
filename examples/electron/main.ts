// The main process, which alone has the allocator, the files and the dialogs.
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain } from 'electron'
import { InvalidSnapshotError } from 'vm-allocator'
import { renderMap } from 'vm-allocator/map'
import { NoRoomError, SystemAllocator, SystemRequestError } from 'vm-allocator/system'
import type { Calls, NewDevice, Outcome, View } from './ipc.ts'

const MAP_WIDTH = 760

let opened: { readonly file: string; readonly system: SystemAllocator; changed: boolean } | undefined

const calls: { readonly [Call in keyof Calls]: (...values: Parameters<Calls[Call]>) => unknown } = {
  async open() {
    const { canceled, filePaths } = await dialog.showOpenDialog({
      title: 'Open a layout',
      properties: ['openFile'],
      filters: [{ name: 'Snapshots of a system', extensions: ['json'] }],
    })
    const [file] = filePaths
    if (canceled || file === undefined) return undefined
    return answer(() => {
      opened = { file, system: SystemAllocator.restore(readFileSync(file)), changed: false }
    })
  },
  attach(device) {
    return answer(() => {
      current().system.attach(device.name, needsOf(device))
      current().changed = true
    })
  },
  detach(name) {
    return answer(() => {
      current().system.detach(name)
      current().changed = true
    })
  },
  save() {
    return answer(() => {
      writeFileSync(current().file, current().system.snapshot())
      current().changed = false
    })
  },
}

for (const [channel, call] of Object.entries(calls)) {
  ipcMain.handle(channel, (_event, ...values) => (call as (...values: never[]) => unknown)(...values))
}

app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1180,
    height: 860,
    title: 'Layout',
    webPreferences: {
      preload: join(__dirname, 'preload.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  })
  window.loadFile(join(__dirname, 'index.html'))
})
app.on('window-all-closed', () => app.quit())

/** Performs an action and returns the new view. A refusal has changed nothing, and is shown by the page. */
function answer(change: () => void): Outcome {
  try {
    change()
    return { view: view() }
  } catch (error) {
    const known = [NoRoomError, SystemRequestError, InvalidSnapshotError, TypeError, RangeError]
    if (known.some((type) => error instanceof type)) return { refused: (error as Error).message }
    throw error
  }
}

function current(): NonNullable<typeof opened> {
  if (opened === undefined) throw new TypeError('No layout is open')
  return opened
}

function needsOf({ pool, kib, ids, count }: NewDevice) {
  const bar0 = { pool, size: BigInt(kib) << 10n }
  return count === 0 ? { bar0 } : { bar0, msix: { pool: ids, count } }
}

function view(): View {
  const { file, system, changed } = current()
  const pools = system.pools.map((name) => {
    const pool = system.pool(name)
    const options = { format: 'svg', width: MAP_WIDTH, title: name, labels: system.labels(name) } as const
    return { name, kind: 'snapshot' in pool ? ('address' as const) : ('id' as const), svg: renderMap(pool, options) }
  })
  const devices = Array.from(system.devices, ([name, resources]) => ({
    name,
    resources: Object.entries(resources).map(([resource, granted]) => {
      const where = 'range' in granted ? Object.values(granted.range.toJSON()).join(' – ') : granted.ids.join(', ')
      return `${resource}: ${where} of ${granted.pool}`
    }),
  }))
  return { file: basename(file), changed, pools, devices }
}
