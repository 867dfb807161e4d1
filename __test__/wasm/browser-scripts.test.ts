// Runs what bundlers for browsers use for `require`, without anything of Node. Some of these scripts are shared with
// Node.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import test from 'ava'
import { ROOT } from '../support/process.ts'

const require = createRequire(import.meta.url)
const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const ENTRIES = Object.keys(exports).filter((path) => exports[path].browser !== undefined)

/** What `require` returns in a page for a path of `exports`, with only CommonJS modules and the `browser` condition. */
function openPage(): (path: string) => Record<string, unknown> {
  const context = createContext({ atob, TextDecoder, TextEncoder })
  const loaded = new Map<string, { exports: Record<string, unknown> }>()
  const load = (file: string): Record<string, unknown> => {
    const known = loaded.get(file)
    if (known !== undefined) return known.exports
    const module = { exports: {} }
    loaded.set(file, module)
    const run = runInContext(`(function (exports, require, module) {${readFileSync(file, 'utf8')}\n})`, context)
    run(module.exports, (wanted: string) => find(wanted, file), module)
    return module.exports
  }
  const find = (wanted: string, from: string) => {
    if (wanted.startsWith('.')) return load(join(dirname(from), wanted))
    const path = wanted.replace(/^vm-allocator/, '.')
    if (!ENTRIES.includes(path)) throw new Error(`${from} requires ${wanted}`)
    return load(join(ROOT, exports[path].browser.require.default))
  }
  return (path) => load(join(ROOT, exports[path].browser.require.default))
}

for (const path of ENTRIES) {
  test(`vm-allocator${path.slice(1)} gives the same names as in Node`, (t) => {
    const names = (of: object) => Object.keys(of).sort()
    t.deepEqual(names(openPage()(path)), names(require(join(ROOT, exports[path].node.require.default))))
  })
}

test('no bundler has removed the call that checks for room on the stack', (t) => {
  for (const script of ['load.cjs', 'browser/lib.cjs', 'browser/lib.mjs']) {
    t.regex(readFileSync(join(ROOT, 'dist', script), 'utf8'), /\((0,){1999}0\)/, script)
  }
})

test('a map, a layout and a system work on the classes of the page', (t) => {
  const page = openPage()
  const { AddressAllocator } = page('.') as typeof import('../../lib/index.ts')
  const { renderMap } = page('./map') as typeof import('../../lib/map/index.ts')
  const { readLayout } = page('./layout') as typeof import('../../lib/layout/index.ts')
  const { SystemAllocator } = page('./system') as typeof import('../../lib/system/index.ts')
  const pool = new AddressAllocator(0x1000n, 0x3000n)
  pool.allocate(0x1000n, 0x1000n)
  t.regex(renderMap(pool), /0x1000/)
  const layout = readLayout('00001000-00003fff : PCI Bus 0000:00\n  00001000-00001fff : 0000:00:02.0\n')
  t.is(layout.window('PCI Bus 0000:00').stats().allocatedBytes, 0x1000n)
  const system = new SystemAllocator({ mmio: { base: 0x1000n, size: 0x3000n } })
  t.is(system.attach('net0', { bar0: { pool: 'mmio', size: 0x1000n } }).bar0.range.start, 0x1000n)
})
