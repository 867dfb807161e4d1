import test from 'ava'
import { SystemAllocator } from 'vm-allocator/system'
import { fails, run, succeeds } from './command.ts'

/** Two devices with a BAR each; the second has ids too. */
function machine(): string {
  const system = new SystemAllocator({ mmio32: { base: 0xc000_0000n, size: 16n << 20n }, msi: { ids: [24, 33] } })
  system.attach('net0', { bar0: { pool: 'mmio32', size: 0x1000 } })
  system.attach('nvme0', { bar0: { pool: 'mmio32', size: 0x4000 }, msix: { pool: 'msi', count: 3 } })
  return system.snapshot()
}

test('map draws each pool with the owners as labels', async (t) => {
  const drawn = succeeds(t, await run(['map', '-'], machine()))
  t.regex(drawn, /^mmio32 .* 0xc0000000 – 0xc0ffffff {2}16 MiB$/m)
  t.regex(drawn, /^0xc0004000 – 0xc0007fff .* allocated {2}nvme0\.bar0$/m)
  t.regex(drawn, /^ *24 – +26 +3 ids +allocated {2}nvme0\.msix$/m)
})

test('map draws one pool as SVG', async (t) => {
  const svg = succeeds(t, await run(['map', '--svg', '-', '--pool', 'msi', '-'], machine()))
  t.regex(svg, /^<svg .*nvme0\.msix/s)
  const all = await run(['map', '--svg', '-', '-'], machine())
  fails(t, all, 'standard input: has 2 pools: choose one with --pool (mmio32, msi)')
})

test('stats measures addresses and ids', async (t) => {
  const { pools } = JSON.parse(succeeds(t, await run(['stats', '--json', '-'], machine())))
  t.like(pools[0], { path: '$.pools[0]', name: 'mmio32', allocatedRanges: 2, allocatedBytes: '20480' })
  t.deepEqual(pools[1], {
    ...{ path: '$.pools[1]', kind: 'id', name: 'msi', base: 24, end: 33 },
    ...{ allocated: 3, available: 7, largestFreeRun: 7 },
  })
  t.regex(succeeds(t, await run(['stats', '--pool', 'msi', '-'], machine())), /^ {2}largest run {2}7 ids$/m)
})

test('check accepts a valid snapshot', async (t) => {
  const answer = succeeds(t, await run(['check', '-'], machine()))
  t.is(answer, 'standard input: $: valid system snapshot, 2 pools, 2 devices\n')
})

test('check refuses a device with more ids than can be listed', async (t) => {
  const huge = machine()
    .replace('"ids":[24,33]', '"ids":[24,4294967295]')
    .replace('[24,26]', '[24,4294967295]')
    .replace('[[24,26]]', '[[24,4294967295]]')
  const message = 'brings the ids of device "nvme0" to 4294967272; a device can have at most 1,000,000'
  fails(t, await run(['check', '-'], huge), `standard input: $.devices[1].resources[1].ids[0]: ${message}`)
})

const faults: [what: string, from: string, to: string, message: RegExp][] = [
  [
    'a range that nobody owns',
    '"range":["0xc0004000"',
    '"range":["0xc0005000"',
    /\$\.pools\[0\]\.allocated\[1\]: .*no|owns only/,
  ],
  ['ids that nobody owns', '"ids":[[24,26]]', '"ids":[[24,25]]', /\$\.pools\[1\]\.allocated\[0\]: /],
  [
    'a range with two owners',
    '["0xc0004000","0xc0007fff"]}',
    '["0xc0000000","0xc0000fff"]}',
    /"net0" \("bar0"\) has it/,
  ],
  ['another version', '"version": 1', '"version": 2', /\$\.version: must be 1/],
]

for (const [what, from, to, message] of faults) {
  test(`every command refuses ${what}, with the path`, async (t) => {
    const snapshot = machine().replace(from, to)
    t.not(snapshot, machine())
    for (const command of ['check', 'map', 'stats']) {
      const { code, stdout, stderr } = await run([command, '-'], snapshot)
      t.deepEqual([code, stdout], [1, ''])
      t.regex(stderr, /^vm-allocator: standard input: \$.*\n$/)
      t.regex(stderr, message)
    }
  })
}
