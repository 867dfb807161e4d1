// Documents that are too large: each is read in a child process, which must end with an answer and not crash.
import test from 'ava'
import { ROOT } from '../support/process.ts'
import { runScript } from './run-script.ts'

const DOCUMENTS: readonly [title: string, document: string, path: RegExp][] = [
  ['a million arrays in each other', `'['.repeat(1e6)`, /^\$$/],
  ['a million objects in each other', `'{"address_space":'.repeat(1e6)`, /^\$\.address_space/],
  [
    'a tree of 100,000 levels',
    `root('{"key":{"start":0,"end":9},"node_state":"Free","left":'.repeat(1e5))`,
    /^\$\.interval_tree\.root(\.left)+$/,
  ],
  ['a key of 100 MB', `'{"' + 'x'.repeat(1e8) + '":1}'`, /^\$\["x+"…\]$/],
  ['100 MB of white space', `' '.repeat(1e8)`, /^\$$/],
  ['100 MB that are not text', `Buffer.alloc(1e8, 0xff)`, /^\$$/],
  [
    'a number of a million digits',
    `'{"address_space":{"start":' + '9'.repeat(1e6) + '}}'`,
    /^\$\.address_space\.start$/,
  ],
  ['a number with a huge exponent', `'{"address_space":{"start":1e' + '9'.repeat(1e6) + '}}'`, /^\$\.address_space/],
  ['a million unknown members', `'{' + '"a":0,'.repeat(1e6) + '"b":1}'`, /^\$\.a$/],
  [
    'a string of a million escapes',
    `root('{"node_state":"' + '\\\\u0041'.repeat(1e6) + '"}')`,
    /^\$\.interval_tree\.root\.node_state$/,
  ],
  ['100 MB of zeros', `Buffer.alloc(1e8)`, /^\$$/],
]

for (const [title, document, path] of DOCUMENTS) {
  test.serial(`${title} end with an error`, async (t) => {
    const { code, signal, stdout, stderr } = await runScript(`
      import { AddressAllocator } from 'vm-allocator'
      const root = (node) => '{"address_space":{"start":0,"end":9},"interval_tree":{"root":' + node
      try {
        AddressAllocator.restore(${document})
      } catch (error) {
        process.stdout.write(JSON.stringify([error.name, error.path]))
      }
    `)
    t.deepEqual([code, signal, stderr], [0, null, ''])
    const [name, found] = JSON.parse(stdout)
    t.is(name, 'InvalidSnapshotError')
    t.regex(found, path)
  })
}

test.serial('a million freed ids out of order end with an error', async (t) => {
  const { stdout } = await runScript(`
    import { IdAllocator } from 'vm-allocator'
    const ids = Array.from({ length: 1e6 }, (_, id) => id)
    ids[999999] = 0
    try {
      IdAllocator.restore('{"range_base":0,"next_id":4000000,"range_end":4294967295,"freed_ids":[' + ids + ']}')
    } catch (error) {
      process.stdout.write(error.path)
    }
  `)
  t.is(stdout, '$.freed_ids[999999]')
})

test.serial('a snapshot of 200,000 live ranges is restored', async (t) => {
  const { code, stdout } = await runScript(`
    import { AddressAllocator } from 'vm-allocator'
    const allocator = new AddressAllocator(1n << 40n, 1n << 40n)
    for (let page = 0; page < 200_000; page++) allocator.allocate(0x1000n, 0x1000n)
    const restored = AddressAllocator.restore(allocator.snapshot())
    process.stdout.write(String(restored.equals(allocator) && restored.stats().allocatedRanges))
  `)
  t.deepEqual([code, stdout], [0, '200000'])
})

test.serial('refusing a large document a hundred times leaves no memory behind', async (t) => {
  const { stdout } = await runScript(`
    import { AddressAllocator, IdAllocator } from 'vm-allocator'
    const bytes = Buffer.from('{"range_base":0,"next_id":4000000,"range_end":9,"freed_ids":[' + '1,'.repeat(1e6) + '2]}')
    const before = process.memoryUsage().rss
    for (let time = 0; time < 100; time++) {
      try { IdAllocator.restore(bytes) } catch {}
    }
    process.stdout.write(String((process.memoryUsage().rss - before) / 2 ** 20))
  `)
  // A hundred copies of it would take 200 MB, and a hundred lists of its numbers 800 MB.
  t.true(Number(stdout) < 100, `${stdout} MiB`)
})

test.serial('the scripts run the package of this folder', async (t) => {
  const { stdout } = await runScript(`process.stdout.write(import.meta.resolve('vm-allocator'))`)
  t.is(stdout, `file://${ROOT}dist/index.mjs`)
})
