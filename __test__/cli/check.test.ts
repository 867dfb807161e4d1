import { join } from 'node:path'
import test from 'ava'
import { AddressAllocator } from 'vm-allocator'
import { readMalformed } from '../state/malformed.ts'
import { fails, folderWith, interrupts, machine, mmio, run, succeeds } from './command.ts'

/** A snapshot with a loss of 16 bytes (deviation D3). */
function lossy(): string {
  const allocator = new AddressAllocator(1n, 0x100n)
  const lost = allocator.allocate(0x10n, 1n)
  try {
    allocator.free(lost)
  } catch {}
  return allocator.snapshot()
}

const D3 =
  '$.interval_tree.root: leaves [0x1, 0x10] neither free nor allocated: lost when it was freed (D3), which sound mode refuses'

test('an address snapshot is valid', async (t) => {
  const file = join(folderWith(t, { 'mmio.json': mmio().snapshot() }), 'mmio.json')
  t.is(succeeds(t, await run(['check', file])), `${file}: $: valid address snapshot, 2 allocated, 2 free\n`)
})

test('an id snapshot is valid', async (t) => {
  const answer = succeeds(t, await run(['check', '-'], interrupts().snapshot()))
  t.is(answer, 'standard input: $: valid id snapshot, 2 allocated, 17 available\n')
})

test('every pool of a file is checked', async (t) => {
  t.deepEqual(succeeds(t, await run(['check', '-'], machine())).split('\n'), [
    'standard input: $.pools.mmio32: valid address snapshot, 2 allocated, 2 free',
    'standard input: $.lines[0].legacy: valid id snapshot, 2 allocated, 17 available',
    '',
  ])
})

test('the reason for a refusal has the path inside the whole file', async (t) => {
  const document = machine().replace('"height":2', '"height":9')
  const { code, stdout, stderr } = await run(['check', '-'], document)
  t.is(code, 1)
  t.regex(stderr, /^vm-allocator: standard input: \$\.pools\.mmio32\.interval_tree\.root\S*\.height: is 9, .*\n$/)
  t.is(stdout, 'standard input: $.lines[0].legacy: valid id snapshot, 2 allocated, 17 available\n')
})

test('--sound refuses what sound mode refuses', async (t) => {
  const answer = succeeds(t, await run(['check', '-'], lossy()))
  t.is(answer, 'standard input: $: valid address snapshot, 0 allocated, 1 free, 16 B lost (deviation D3)\n')
  fails(t, await run(['check', '--sound', '-'], lossy()), `standard input: ${D3}`)
  succeeds(t, await run(['check', '--sound', '-'], machine()))
})

test('--json prints the verdict on a valid file', async (t) => {
  t.deepEqual(JSON.parse(succeeds(t, await run(['check', '--json', '-'], machine()))), {
    file: 'standard input',
    valid: true,
    pools: [
      { path: '$.pools.mmio32', kind: 'address', valid: true },
      { path: '$.lines[0].legacy', kind: 'id', valid: true },
    ],
  })
})

test('--json prints the verdict on an invalid file, and nothing on standard error', async (t) => {
  const { code, stdout, stderr } = await run(['check', '--json', '--sound', '-'], lossy())
  t.deepEqual([code, stderr], [1, ''])
  const [path, reason] = D3.split(': leaves')
  const error = { path, reason: `leaves${reason}` }
  t.deepEqual(JSON.parse(stdout), {
    file: 'standard input',
    valid: false,
    pools: [{ path: '$', kind: 'address', valid: false, error }],
  })
})

test('--json also reports a file that is not JSON', async (t) => {
  const { code, stdout } = await run(['check', '--json', '-'], '{"a":')
  t.is(code, 1)
  const error = { path: '$', reason: 'ends too early, at line 1, column 6' }
  t.deepEqual(JSON.parse(stdout), { file: 'standard input', valid: false, pools: [{ path: '$', valid: false, error }] })
})

test('documents of every category of malformed ones are refused, with the expected path and reason', async (t) => {
  const documents = [...readMalformed('address'), ...readMalformed('id')].filter(({ mode }) => mode !== 'sound')
  // One of each category, if its kind of snapshot can be recognised.
  const kinds = new Map(
    documents
      .filter(({ text }) => /^\{"(address_space|range_base)":/.test(text ?? ''))
      .map((document) => [document.category, document]),
  )
  t.true(kinds.size >= 8, `${[...kinds.keys()]}`)
  for (const { id, bytes, path, reason } of kinds.values()) {
    const { code, stderr } = await run(['check', '-'], bytes)
    t.deepEqual([code, stderr], [1, `vm-allocator: standard input: ${path}: ${reason}\n`], id)
  }
})
