import { join } from 'node:path'
import test from 'ava'
import { renderMap } from 'vm-allocator/map'
import { fails, folderWith, interrupts, machine, mmio, run, succeeds } from './command.ts'

const PLAIN = { width: 80, color: false, ascii: false }

test('a file is drawn as text, under its name', async (t) => {
  const file = join(folderWith(t, { 'mmio.json': mmio().snapshot() }), 'mmio.json')
  t.is(succeeds(t, await run(['map', file])), renderMap(mmio(), { ...PLAIN, title: 'mmio.json' }))
})

test('ids are drawn', async (t) => {
  t.is(succeeds(t, await run(['map', '-'], interrupts().snapshot())), renderMap(interrupts(), PLAIN))
})

test('every pool of a file is drawn, under its name', async (t) => {
  const addresses = renderMap(mmio(), { ...PLAIN, title: 'pools.mmio32' })
  const ids = renderMap(interrupts(), { ...PLAIN, title: 'lines[0].legacy' })
  t.is(succeeds(t, await run(['map', '-'], machine())), `${addresses}\n${ids}`)
  t.is(succeeds(t, await run(['map', '--pool', 'lines[0].legacy', '-'], machine())), ids)
})

test('options are those of renderMap', async (t) => {
  const options = ['--ascii', '--width', '100', '--title', 'Window', '--color']
  const drawn = renderMap(mmio(), { ascii: true, width: 100, title: 'Window', color: true })
  t.true(drawn.includes('\u001b['))
  t.is(succeeds(t, await run(['map', ...options, '-'], mmio().snapshot())), drawn)
  const plain = succeeds(t, await run(['map', '--no-color', '-'], mmio().snapshot()))
  t.is(plain, renderMap(mmio(), PLAIN))
})

test('a title precedes the names of several pools', async (t) => {
  const answer = succeeds(t, await run(['map', '--title', 'VM 7', '-'], machine()))
  t.true(answer.startsWith('VM 7: pools.mmio32 '))
})

test('an invalid width is refused', async (t) => {
  const message = "option '--width <number>' argument '1e3' is invalid. It must be a whole number."
  fails(t, await run(['map', '--width', '1e3', '-'], mmio().snapshot()), message)
  const least = "option '--width <number>' argument '39' is invalid. It must be 40 or more."
  fails(t, await run(['map', '--width', '39', '-'], mmio().snapshot()), least)
  // The limit depends on the format, and is checked before the file is opened.
  fails(t, await run(['map', '--width', '1001', '/missing']), '--width: must be from 40 to 1000 for text, but is 1001')
  const svg = ['map', '--width', '479', '--svg', '-', '/missing']
  fails(t, await run(svg), '--width: must be from 480 to 10000 for an SVG, but is 479')
})

test('labels name ranges by their address, in hex or decimal', async (t) => {
  const labels = { '0xD0000000': 'net', [0xd000_2000]: 'block' }
  const folder = folderWith(t, { 'labels.json': JSON.stringify(labels) })
  const names = new Map([
    [0xd000_0000n, 'net'],
    [0xd000_2000n, 'block'],
  ])
  const answer = await run(['map', '--labels', join(folder, 'labels.json'), '-'], mmio().snapshot())
  t.is(succeeds(t, answer), renderMap(mmio(), { ...PLAIN, labels: names }))
})

test('labels of several pools are under the names of these', async (t) => {
  const labels = { 'pools.mmio32': { '0xd0000000': 'net' }, 'lines[0].legacy': { 6: 'serial' } }
  const folder = folderWith(t, { 'labels.json': JSON.stringify(labels) })
  const answer = succeeds(t, await run(['map', '--labels', join(folder, 'labels.json'), '-'], machine()))
  t.regex(answer, /^0xd0000000 – .* net$/m)
  t.regex(answer, /^ +6 – .* serial$/m)
})

const BAD_LABELS: readonly [labels: string, reason: string | RegExp][] = [
  ['[]', '$: must be an object with a name for each address'],
  ['{"mmio32":[]}', 'mmio32: must be an object with a name for each address'],
  ['{"d0000000":"net"}', '"d0000000": must be an address, in hex with 0x or in decimal'],
  ['{"-1":"net"}', '"-1": must be an address, in hex with 0x or in decimal'],
  ['{"0xd0000000":7}', '0xd0000000: must be a name, as a string'],
  ['{"a":{"0x1":{}}}', '0x1: must be a name, as a string'],
  ['{', 'ends too early, at line 1, column 2'],
  ['{"0x1" "a"}', 'is not valid JSON: unexpected character, at line 1, column 8'],
  [`{"${'9'.repeat(99)}":"a"}`, /^"9+": must be an address/],
]

for (const [labels, reason] of BAD_LABELS) {
  test(`invalid labels are refused: ${labels}`, async (t) => {
    const file = join(folderWith(t, { 'labels.json': labels }), 'labels.json')
    const { code, stdout, stderr } = await run(['map', '--labels', file, '-'], mmio().snapshot())
    t.deepEqual([code, stdout], [1, ''])
    const shown = stderr.replace(`vm-allocator: ${file}: `, '').replace(/\n$/, '')
    if (typeof reason === 'string') t.is(shown, reason)
    else t.regex(shown, reason)
    t.false(shown.includes('\n'))
  })
}

test('--window draws a part', async (t) => {
  const window = { start: 0xd000_0000n, end: 0xd000_2fffn }
  for (const given of ['0xd0000000-0xd0002fff', '3489660928-3489673215']) {
    const answer = succeeds(t, await run(['map', '--window', given, '-'], mmio().snapshot()))
    t.is(answer, renderMap(mmio(), { ...PLAIN, window }))
  }
  for (const [given, reason] of [
    ['1', 'It must be two addresses such as 0xd0000000-0xd000ffff, both inclusive.'],
    ['2-1', 'Its second address is below the first.'],
    ['0-18446744073709551616', 'Its addresses must be below 2^64.'],
  ] as const) {
    const message = `option '--window <start-end>' argument '${given}' is invalid. ${reason}`
    fails(t, await run(['map', '--window', given, '-'], mmio().snapshot()), message)
  }
})

test("labels and snapshots can't both come from standard input", async (t) => {
  const message = '--labels: standard input is already used for the snapshots'
  fails(t, await run(['map', '--labels', '-', '-'], mmio().snapshot()), message)
})
