// Device trees unlike those of boards: various cell counts, buses behind PCI, non-ASCII names, many ranges.
import test from 'ava'
import { readLayout } from 'vm-allocator/layout'
import { placesOf } from './samples.ts'

/** A node: its properties as words or text, and the nodes inside. */
interface Node {
  readonly name: string
  readonly properties?: Readonly<Record<string, readonly number[] | string>>
  readonly nodes?: readonly Node[]
}

/** Compiles a tree, in the layout of the Devicetree Specification. */
function compile(root: Node): Buffer {
  const names = new Map<string, number>()
  let strings = ''
  const words = (...values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(values.length * 4)
    for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4)
    return bytes
  }
  const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
  const write = ({ name, properties = {}, nodes = [] }: Node): Buffer => {
    const parts = [words(1), padded(Buffer.from(`${name}\0`))]
    for (const [property, value] of Object.entries(properties)) {
      if (!names.has(property)) {
        names.set(property, strings.length)
        strings += `${property}\0`
      }
      const bytes = typeof value === 'string' ? Buffer.from(`${value}\0`) : words(...value)
      parts.push(words(3, bytes.length, names.get(property) as number), padded(bytes))
    }
    return Buffer.concat([...parts, ...nodes.map(write), words(2)])
  }
  const structure = Buffer.concat([write(root), words(9)])
  const total = 56 + structure.length + strings.length
  const header = words(0xd00dfeed, total, 56, 56 + structure.length, 40, 17, 16, 0, strings.length, structure.length)
  return Buffer.concat([header, Buffer.alloc(16), structure, Buffer.from(strings)])
}

const cells = (address: number, size: number) => ({ '#address-cells': [address], '#size-cells': [size] })

test('various cell counts, memory without a type, and reserved memory without ranges', (t) => {
  const layout = readLayout(
    compile({
      name: '',
      properties: cells(1, 1),
      nodes: [
        { name: 'memory@80000000', properties: { reg: [0x8000_0000, 0x1000_0000, 0xa000_0000, 0x1000] } },
        {
          name: 'reserved-memory',
          properties: cells(1, 1),
          nodes: [
            { name: 'cma', properties: { size: [0x1000] } },
            { name: 'fw@8f000000', properties: { reg: [0x8f00_0000, 0x1000] } },
          ],
        },
        {
          name: 'bus@f0000000',
          // A bus with two cells behind one with one cell.
          properties: { ...cells(2, 2), ranges: [0, 0, 0xf000_0000, 0, 0x10_0000] },
          nodes: [
            { name: 'früh@1000', properties: { reg: [0, 0x1000, 0, 0x100], status: 'disabled' } },
            { name: 'out@200000', properties: { reg: [0, 0x20_0000, 0, 0x100] } },
          ],
        },
        { name: 'cpus', properties: cells(1, 0), nodes: [{ name: 'cpu@0', properties: { reg: [0] } }] },
        {
          name: 'i2c@e0000000',
          properties: { ...cells(1, 0), reg: [0xe000_0000, 0x1000] },
          nodes: [{ name: 'rtc@68', properties: { reg: [0x68] } }],
        },
      ],
    }),
  )
  t.deepEqual(placesOf(layout, 'memory'), [
    '0x80000000-0x8fffffff /memory@80000000',
    '  0x8f000000-0x8f000fff /reserved-memory/fw@8f000000',
    '0xa0000000-0xa0000fff /memory@80000000',
    '0xe0000000-0xe0000fff /i2c@e0000000',
    '0xf0000000-0xf00fffff /bus@f0000000 window',
    '  0xf0001000-0xf00010ff /bus@f0000000/früh@1000',
  ])
  t.deepEqual(
    layout.notes.map(({ text }) => text),
    ['/bus@f0000000: [0x200000, 256 bytes] lies outside the ranges of /bus@f0000000'],
  )
})

test('PCI: windows by their kind, none for configuration space, and no devices behind a bridge', (t) => {
  const layout = readLayout(
    compile({
      name: '',
      properties: cells(2, 2),
      nodes: [
        {
          name: 'pcie@40000000',
          properties: {
            ...cells(3, 2),
            ...{ device_type: 'pci', reg: [0, 0x4000_0000, 0, 0x1000_0000] },
            ranges: [
              ...[0x0000_0000, 0, 0, 0, 0x4000_0000, 0, 0x1000_0000],
              ...[0x0100_0000, 0, 0, 0, 0x5000_0000, 0, 0x1_0000],
              ...[0x0200_0000, 0, 0x6000_0000, 0, 0x6000_0000, 0, 0x1000_0000],
              ...[0x4300_0000, 0x80, 0, 0x80, 0, 0x40, 0],
            ],
          },
          nodes: [
            {
              name: 'isa@1',
              properties: { ...cells(2, 1), ranges: [1, 0, 0x0100_0000, 0, 0, 0x1_0000] },
              nodes: [{ name: 'serial@3f8', properties: { reg: [1, 0x3f8, 8] } }],
            },
          ],
        },
      ],
    }),
  )
  t.deepEqual(placesOf(layout, 'memory'), [
    '0x40000000-0x4fffffff /pcie@40000000',
    '0x50000000-0x5000ffff /pcie@40000000 io window',
    '0x60000000-0x6fffffff /pcie@40000000 memory window',
    '0x8000000000-0xbfffffffff /pcie@40000000 memory window',
  ])
  t.deepEqual(
    layout.windows().map(({ prefetchable }) => prefetchable),
    [undefined, false, true],
  )
  t.deepEqual(layout.notes, [])
})

test('a bus of ten thousand ranges, with as many devices', (t) => {
  const count = 10_000
  const numbers = Array.from({ length: count }, (_, at) => at)
  const layout = readLayout(
    compile({
      name: '',
      properties: cells(1, 1),
      nodes: [
        {
          name: 'bus',
          // From the last to the first, each to a different place.
          properties: {
            ...cells(1, 1),
            ranges: numbers.flatMap((at) => [(count - at) * 256, 0x1000_0000 + at * 256, 256]),
          },
          nodes: numbers.map((at) => ({ name: `d@${at}`, properties: { reg: [(count - at) * 256 + 16, 16] } })),
        },
      ],
    }),
  )
  t.is(layout.windows().length, count)
  t.true(
    layout
      .windows()
      .every(({ children: [child] }, at) => child?.label === `/bus/d@${at}` && child.start % 256n === 16n),
  )
})
