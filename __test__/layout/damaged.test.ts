// Pairs of addresses that aren't a range: left out with a note, whichever program printed them.
import test from 'ava'
import { explain, fitIn, layoutPage, readLayout } from 'vm-allocator/layout'
import { placesOf } from './samples.ts'

const [GOOD, REVERSED, WIDE] = ['c0000000-c0003fff', 'f0000000-c0003fff', '00000000-1ffffffffffffffff']

function hexOf(pair: string): string {
  return pair.replace(/^/, '0x').replace('-', '-0x')
}

/** Each form of a line with two addresses, and its text with a pair in that place. */
const FORMS: readonly (readonly [name: string, text: (pair: string) => string])[] = [
  ...[
    (pair: string) => `pci 0000:01:00.0: BAR 0 [mem ${pair}]: assigned`,
    (pair: string) => `pci 0000:01:00.0: BAR 0: assigned [mem ${pair} 64bit]`,
    (pair: string) => `pci 0000:01:00.0: BAR 0 [mem ${pair}]`,
    (pair: string) => `pci 0000:01:00.0: BAR 0 [mem ${pair}]: can't assign; no space`,
    (pair: string) => `pci 0000:01:00.0: reg 0x10: [mem ${pair}]`,
    (pair: string) => `pci 0000:01:00.0: ROM [mem ${pair} pref]`,
    (pair: string) => `pci 0000:01:00.0: VF BAR 0 [mem ${pair} 64bit]`,
    (pair: string) => `pci 0000:01:00.0: can't claim BAR 0 [mem ${pair}]: address conflict`,
    (pair: string) => `pci 0000:01:00.0:   bridge window [mem ${pair}]`,
    (pair: string) => `pci 0000:01:00.0: bridge window [mem ${pair}]: can't assign; no space`,
    (pair: string) => `pci_bus 0000:00: root bus resource [mem ${pair} window]`,
    (pair: string) => `pci_bus 0000:00: resource 4 [mem ${pair} window]`,
    (pair: string) => `BIOS-e820: [mem ${pair}] usable`,
    (pair: string) => `  node   0: [mem ${pair}]`,
  ].map((line): [string, (pair: string) => string] => [
    `dmesg: ${line('…')}`,
    (pair) => `pci 0000:02:00.0: BAR 0 [mem 0xd0000000-0xd0003fff]\n${line(hexOf(pair))}\n`,
  ]),
  ['iomem', (pair) => `00001000-0009ffff : System RAM\n${pair} : 0000:00:02.0\n`],
  ['ioports', (pair) => `0000-0cf7 : PCI Bus 0000:00\n  0070-0077 : rtc0\n${pair} : serial\n`],
  [
    'info mtree -f',
    (pair) => {
      const [start = '', end = ''] = pair.split('-')
      return `FlatView #0\n AS "memory", root: system\n  ${start.padStart(16, '0')}-${end.padStart(16, '0')} (prio 0, i/o): d\n`
    },
  ],
  ...['Memory behind bridge: ', 'Prefetchable memory behind bridge: ', 'Memory window 0: '].map(
    (words): [string, (pair: string) => string] => [
      `lspci: ${words}`,
      (pair) => `00:01.0 PCI bridge: x\n\tBus: primary=00, secondary=01, subordinate=01\n\t${words}${pair}\n`,
    ],
  ),
]

for (const [name, textOf] of FORMS) {
  for (const [what, pair, reason] of [
    ['that ends before it starts', REVERSED, /ends before it starts$/],
    ['beyond 64 bits', WIDE, /doesn't fit 64 bits$/],
  ] as const) {
    test(`${name}, with a pair ${what}`, (t) => {
      const format = name === 'ioports' ? 'linux-ioports' : undefined
      t.deepEqual(readLayout(textOf(GOOD), { format }).notes, [])
      const layout = readLayout(textOf(pair), { format })
      const lines = textOf(pair).trimEnd().split('\n')
      t.is(layout.notes.length, 1)
      t.regex(layout.notes[0]?.text ?? '', reason)
      t.is(layout.notes[0]?.line, lines.length)
      for (const space of ['memory', 'io']) {
        for (const place of placesOf(layout, space)) t.false(place.includes('0xf0000000'), place)
      }
      explain(layout)
      fitIn(layout, { size: 1n })
      t.regex(layoutPage(layout), /^<!doctype html>/i)
    })
  }
}

test('an address of lspci beyond 64 bits', (t) => {
  const layout = readLayout('00:02.0 VGA: x\n\tRegion 0: Memory at 1c0000000c0000000 (64-bit) [size=16K]\n')
  t.deepEqual(layout.spaces, [])
  t.regex(layout.notes[0]?.text ?? '', /doesn't fit 64 bits$/)
})

test('windows that software closed get no note', (t) => {
  const lspci = readLayout(
    '00:01.0 PCI bridge: x\n\tBus: primary=00, secondary=01, subordinate=01\n\tI/O behind bridge: 0000f000-00000fff\n\tMemory behind bridge: fff00000-000fffff\n',
  )
  t.deepEqual([lspci.notes, lspci.spaces], [[], []])
  const log = readLayout(
    "pci 0000:00:01.0: bridge window [io  0x1000-0x0fff]: can't assign; no space\npci 0000:00:01.0: bridge window [mem 0xfff00000-0x000fffff]\n",
  )
  t.deepEqual([log.notes, log.spaces], [[], []])
  t.deepEqual(
    log.unplaced.map(({ bar, size }) => [bar, size]),
    [['bridge window', undefined]],
  )
  explain(log)
})

test('the windows of query-pci', (t) => {
  const read = (base: string, limit: string) =>
    readLayout(
      `[{"bus":0,"devices":[{"bus":0,"slot":1,"function":0,"regions":[],"pci_bridge":{"bus":{"secondary":1,"memory_range":{"base":${base},"limit":${limit}}}}}]}]`,
    ).notes.map(({ text }) => text)
  t.regex(read('4026531840', '3221241855').join(), /ends before it starts$/)
  t.regex(read('4026531840', '36893488147419103232').join(), /aren't addresses$/)
  t.deepEqual(read('4293918720', '1048575'), [])
})
