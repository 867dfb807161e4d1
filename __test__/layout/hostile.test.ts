// Files that no program prints: very deep nesting, many repetitions, and numbers out of range.
//   VM_ALLOCATOR_RUNS=100000 npx ava __test__/layout/hostile.test.ts
import test from 'ava'
import {
  diffLayouts,
  explain,
  type Layout,
  LayoutError,
  layoutPage,
  mergeLayouts,
  readLayout,
} from 'vm-allocator/layout'
import { run, succeeds } from '../cli/command.ts'
import { runsOr } from '../support/runs.ts'
import { placesOf } from './samples.ts'

const LEVELS = runsOr(20_000)

/** Does everything that the commands do. */
function use(layout: Layout): void {
  layout.problems()
  explain(layout)
  diffLayouts(layout, layout)
  layoutPage(mergeLayouts([layout, layout]), { title: 't' })
}

test('windows in windows, very deep', async (t) => {
  const lines = Array.from({ length: LEVELS }, (_, at) => {
    return `${at.toString(16).padStart(8, '0')}-${(0xffffffff - at).toString(16)} : PCI Bus 0000:01`
  })
  const text = lines.join('\n')
  const layout = readLayout(text)
  t.is(layout.windows().length, LEVELS)
  use(layout)
  const drawn = succeeds(t, await run(['map', '-'], text))
  t.regex(drawn, /\d+ ranges inside\n/)
  t.regex(succeeds(t, await run(['map', '--svg', '-', '-'], text)), /^<svg/)
})

test('JSON and device trees, very deep', (t) => {
  for (const text of [
    '['.repeat(LEVELS) + ']'.repeat(LEVELS),
    `{"a":${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}}`,
    `{"snapshots":${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}}`,
    `[{"devices":${'[{"pci_bridge":{"devices":'.repeat(LEVELS)}[]${'}}]'.repeat(LEVELS)}}]`,
    `{"device_tree":${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}}`,
    `${'S {\n'.repeat(LEVELS)}MicrovmState {\n`,
  ]) {
    try {
      use(readLayout(text))
    } catch (error) {
      t.true(error instanceof LayoutError, `${text.slice(0, 40)}: ${(error as Error).message.slice(0, 80)}`)
    }
  }
  const words = new Uint32Array(10 + 4 + LEVELS * 2)
  words.set([0xd00dfeed, words.length * 4, 56, 40, 40, 17, 16, 0, 0, LEVELS * 8])
  for (let at = 0; at < LEVELS; at++) words.set([1, 0], 14 + at * 2)
  const blob = Buffer.alloc(words.length * 4)
  for (const [at, word] of words.entries()) blob.writeUInt32BE(word, at * 4)
  t.throws(() => readLayout(blob), { instanceOf: LayoutError, message: /more than 64 levels deep/ })
})

test('a name that repeats tens of thousands of times', (t) => {
  const count = 2 * LEVELS
  const lines = (make: (at: number) => string): string => Array.from({ length: count }, (_, at) => make(at)).join('\n')
  const hex = (at: number): string => (0x1_0000_0000 + at * 16).toString(16).padStart(16, '0')
  const log = readLayout(lines((at) => `pci 0000:01:00.0: BAR 0 [mem 0x${hex(at)}-0x${hex(at)}]: assigned`))
  t.is(placesOf(log, 'memory').length, 1)
  const many = readLayout(lines((at) => `pci 0000:01:00.0: BAR ${at} [mem 0x${hex(at)}-0x${hex(at)}]: assigned`))
  t.true(placesOf(many, 'memory').length <= 100)
  const tree = readLayout(lines((at) => `${hex(at)}-${hex(at)} : same`))
  t.is(tree.space('memory')?.ranges.length, count)
  t.true(diffLayouts(tree, tree).same)
  t.is(mergeLayouts([tree, tree]).space('memory')?.ranges.length, count)
  const equal = readLayout(
    `FlatView #0\n AS "m", root: m\n${lines(() => '  0000000000000000-00000000000000ff (prio 0, i/o): d')}`,
  )
  t.is(equal.problems().at(-1)?.kind, 'incomplete')
})

test('numbers beyond 64 bits, negative and fractional ones', (t) => {
  const huge = '18446744073709551616'
  for (const number of [
    huge,
    `-${huge}`,
    '-1',
    '1e30',
    '0.5',
    `${huge}${huge}`,
    '-0',
    'null',
    '"7"',
    '9007199254740993.5',
  ]) {
    const info = readLayout(
      `{"device_tree":{"d":{"resources":[{"MmioAddressRange":{"base":${number},"size":4096}},{"PciBar":{"index":${number},"base":4096,"size":${number}}},{"LegacyIrq":${number}},{"MsiIrq":{"base":${number},"size":${number}}}]}}}`,
    )
    for (const { ranges } of info.spaces) for (const { start, end } of ranges) t.true(start <= end && end < 2n ** 64n)
    use(info)
    const pci = readLayout(
      `{"return":[{"bus":${number},"devices":[{"bus":${number},"slot":${number},"function":${number},"regions":[{"bar":0,"type":"memory","address":${number},"size":${number}}]}]}]}`,
    )
    use(pci)
    const ids = readLayout(
      `{"a":{"range_base":${number},"next_id":${number},"range_end":${number},"freed_ids":[${number}]},"b":{"address_space":{"start":${number},"end":${number}},"interval_tree":{"root":null}}}`,
    )
    use(ids)
  }
  t.is(
    readLayout(`{"device_tree":{"d":{"resources":[{"MmioAddressRange":{"base":${huge},"size":1}}]}}}`).notes.length,
    1,
  )
})

// Files of over a megabyte aren't handed to `JSON.parse` as a whole.
for (const [name, after, refused] of [
  ['as it is printed', ',"config":{}', false],
  ['with space behind the tree', ' \n ,"config":{}', false],
  ['with something between the tree and the next member', ' 5,"config":{}', true],
  ['with something behind the tree', ' 5', true],
  ['with a second comma', ',,"config":{}', true],
] as const) {
  test(`a large vm.info ${name} is ${refused ? 'refused' : 'read'}`, (t) => {
    const device = '{"resources":[{"MmioAddressRange":{"base":4096,"size":4096}}]}'
    const text = `{"device_tree":{${`"d":${device},`.repeat(20_000)}"e":${device}}${after}}`
    t.true(text.length > 2 ** 20)
    if (refused) t.throws(() => readLayout(text), { instanceOf: LayoutError, message: /valid JSON/ })
    else t.is(readLayout(text).formats[0], 'cloud-hypervisor-vm-info')
  })
}
