import test from 'ava'
import { AddressAllocator, IdAllocator } from 'vm-allocator'
import { fails, interrupts, machine, mmio, run, succeeds } from './command.ts'

test('an address space is measured', async (t) => {
  t.is(
    succeeds(t, await run(['stats', '-'], mmio().snapshot())),
    [
      'address space',
      '  space          0xd0000000 – 0xffffffff    768 MiB',
      '  allocated      8 KiB (<0.1 %)             in 2 ranges',
      '  free           768 MiB − 8 KiB (>99.9 %)  in 2 ranges',
      '  largest free   768 MiB − 12 KiB',
      '  fragmentation  <0.1 %',
      '',
    ].join('\n'),
  )
})

test('ids are measured', async (t) => {
  t.is(
    succeeds(t, await run(['stats', '-'], interrupts().snapshot())),
    [
      'ids',
      '  range      5 – 23       19 ids',
      '  allocated  2 (10.5 %)',
      '  available  17 (89.5 %)  1 of them freed before',
      '',
    ].join('\n'),
  )
})

test('a loss is reported', async (t) => {
  const allocator = new AddressAllocator(1n, 0x100n)
  const lost = allocator.allocate(0x10n, 1n)
  t.throws(() => allocator.free(lost))
  const answer = succeeds(t, await run(['stats', '-'], allocator.snapshot()))
  t.regex(answer, /^ {2}lost {11}16 B +deviation D3$/m)
})

test('every pool of a file is measured, under its name', async (t) => {
  const answer = succeeds(t, await run(['stats', '-'], machine()))
  t.deepEqual(answer.match(/^\S.*$/gm), ['pools.mmio32: address space', 'lines[0].legacy: ids'])
})

test('--pool chooses one, by its name or its path', async (t) => {
  for (const pool of ['pools.mmio32', '$.pools.mmio32']) {
    const answer = succeeds(t, await run(['stats', '--pool', pool, '-'], machine()))
    t.deepEqual(answer.match(/^\S.*$/gm), ['pools.mmio32: address space'])
  }
  const message = 'standard input: has no pool "mmio64", only pools.mmio32, lines[0].legacy'
  fails(t, await run(['stats', '--pool', 'mmio64', '-'], machine()), message)
})

test('--json prints addresses in hex and bytes in decimal', async (t) => {
  t.deepEqual(JSON.parse(succeeds(t, await run(['stats', '--json', '-'], machine()))), {
    file: 'standard input',
    pools: [
      {
        path: '$.pools.mmio32',
        kind: 'address',
        name: 'pools.mmio32',
        base: '0xd0000000',
        end: '0xffffffff',
        allocatedRanges: 2,
        freeRanges: 2,
        allocatedBytes: '8192',
        freeBytes: '805298176',
        lostBytes: '0',
        largestFreeRange: '805294080',
        fragmentation: 4096 / 805298176,
      },
      {
        ...{ path: '$.lines[0].legacy', kind: 'id', name: 'lines[0].legacy', base: 5, end: 23 },
        ...{ allocated: 2, available: 17, freed: 1 },
      },
    ],
  })
})

test('numbers beyond 2^53 are exact', async (t) => {
  const allocator = new AddressAllocator(2n ** 63n + 1n, 2n ** 63n - 3n)
  const { pools } = JSON.parse(succeeds(t, await run(['stats', '--json', '-'], allocator.snapshot())))
  const [{ base, end, freeBytes }] = pools
  t.deepEqual([base, end, freeBytes], ['0x8000000000000001', '0xfffffffffffffffd', '9223372036854775805'])
})

test('all ids are counted', async (t) => {
  const all = new IdAllocator(0, 2 ** 32 - 1)
  const answer = succeeds(t, await run(['stats', '-'], all.snapshot()))
  t.regex(answer, /^ {2}range +0 – 4294967295 +4294967296 ids$/m)
})
