// Runs the commands on the output of real programs.
import test from 'ava'
import { fails, run, succeeds } from '../cli/command.ts'
import { sample, samplePath } from './samples.ts'

const IOMEM = samplePath('real/hotplug-nospace-iomem.txt')
const DMESG = samplePath('real/hotplug-nospace-dmesg.txt')
const LSPCI = samplePath('real/hotplug-nospace-lspci-vv.txt')

test('map draws the tree of a layout, with the free space in windows', async (t) => {
  const text = succeeds(t, await run(['map', IOMEM]))
  t.regex(text, /^memory\n/)
  t.regex(text, /0x00fe800000 – 0x00fe9fffff +2 MiB {4}PCI Bus 0000:01 {2}\(window\)\n/)
  t.regex(text, /0x00fe800100 – 0x00fe9fffff +2 MiB − 256 B {6}free\n/)
  t.regex(succeeds(t, await run(['map', '--ascii', IOMEM])), /^[\n -~]*$/)
})

test('map draws a window to scale, as text and SVG', async (t) => {
  const text = succeeds(t, await run(['map', '--pool', 'PCI Bus 0000:00@0xc0000000', IOMEM]))
  t.regex(text, /^PCI Bus 0000:00 +0xc0000000 – 0xfebfffff +1004 MiB\n/)
  t.regex(
    text,
    /0xfd000000 – 0xfdffffff +16 MiB +0000:00:01.0|0xfd000000 – 0xfdffffff +16 MiB +allocated +0000:00:01.0/,
  )
  t.regex(succeeds(t, await run(['map', '--pool', 'memory', '--svg', '-', IOMEM])), /^<svg/)
  const { code, stderr } = await run(['map', '--pool', 'PCI Bus 0000:00', IOMEM])
  t.is(code, 1)
  t.regex(stderr, /PCI Bus 0000:00@0x80000000/)
})

test('stats measures each window', async (t) => {
  const text = succeeds(t, await run(['stats', '--pool', 'PCI Bus 0000:01@0xfe800000', IOMEM]))
  t.regex(text, /allocated +256 B/)
  const { windows } = JSON.parse(succeeds(t, await run(['stats', '--json', IOMEM])))
  t.is(windows.length, 6)
  t.is(windows[1].freeBytes, String(768 << 20))
})

test('check fails for overlaps and for BARs without a place, and accepts valid layouts', async (t) => {
  const overlaps = await run(['check', samplePath('written/vm-info.json')])
  t.is(overlaps.code, 1)
  t.regex(overlaps.stdout, /vfio0 BAR 0 .* overlaps root BAR 0 .*: both claim \[0xe7e00000, 0xe7e7ffff\], 512 KiB\n/)
  const unplaced = await run(['check', '--json', DMESG])
  t.is(unplaced.code, 1)
  t.is(JSON.parse(unplaced.stdout).unplaced[0].device, '0000:01:00.0')
  t.regex(succeeds(t, await run(['check', IOMEM])), /^\/proc\/iomem: 44 ranges, no problem\n$/)
})

test('diff says what was added, and fails for a difference', async (t) => {
  const before = samplePath('real/hotplug-before-iomem.txt')
  const { code, stdout, stderr } = await run(['diff', before, IOMEM])
  t.deepEqual([code, stderr], [1, ''])
  t.is(stdout, '+ memory  0xfe800000 – 0xfe8000ff  0000:01:00.0  added\n')
  t.is(succeeds(t, await run(['diff', before, before])), 'no difference\n')
  const moved = sample('real/hotplug-before-iomem.txt').toString().replace('fea15000-fea15fff', 'fea16000-fea17fff')
  const { changes, same } = JSON.parse((await run(['diff', '--json', before, '-'], moved)).stdout)
  t.false(same)
  t.deepEqual(changes, [
    {
      ...{ kind: 'changed', space: 'memory', label: '0000:00:1f.2' },
      before: { start: '0xfea15000', end: '0xfea15fff' },
      after: { start: '0xfea16000', end: '0xfea17fff' },
    },
  ])
})

test('fit shows where a size fits in each window, and what is in the way', async (t) => {
  const text = succeeds(t, await run(['fit', '16G', '--64bit', IOMEM]))
  t.is(text, 'memory  0x180000000 – 0x97fffffff  PCI Bus 0000:00: fits at 0x400000000\n')
  const full = await run(['fit', '992M', '--align', '1M', '--32bit', IOMEM])
  t.is(full.code, 1)
  t.regex(
    full.stdout,
    /0xc0000000 – 0xfebfffff {2}PCI Bus 0000:00: doesn't fit; the largest place is 0xc0000000 – 0xfcffffff, 976 MiB, beside 0000:00:01.0\n/,
  )
  t.regex(full.stdout, /0xfe800000 – 0xfe9fffff {2}PCI Bus 0000:01: too small, 2 MiB\n/)
})

test('fit explains a failed hotplug from the three files of the guest', async (t) => {
  const { code, stdout, stderr } = await run(['fit', DMESG, LSPCI, IOMEM])
  t.deepEqual([code, stderr], [1, ''])
  t.deepEqual(stdout.split('\n').slice(0, 3), [
    'BAR 2 of 0000:01:00.0 needs 256 MiB aligned to 256 MiB.',
    "  Its bridge's window (0000:00:04.0) 0xfe000000–0xfe1fffff has 2 MiB.",
    '  The bus above, 0000:00, has room at 0x80000000 (in 0x80000000–0xafffffff), at 0xc0000000 (in 0xc0000000–0xfebfffff), at 0x180000000 (in 0x180000000–0x97fffffff).',
  ])
  t.regex(stdout, /pref64-reserve=256M/)
})

test('fit says which lines a log lacks', async (t) => {
  const { code, stdout } = await run(['fit', DMESG])
  t.is(code, 1)
  t.regex(stdout, /lacks the lines `root bus resource` .* and `bridge window` \(those of the bridge to bus 0000:01\)/)
  t.regex(stdout, /add \/proc\/iomem and lspci -vv of the same guest/)
})

test('fit says that it inferred the bridge', async (t) => {
  const { stdout } = await run(['fit', samplePath('written/nospace.dmesg')])
  t.regex(stdout, /BAR 1 of 0000:01:00.0 needs 16 GiB aligned to 16 GiB\.\n/)
  t.regex(stdout, /window \(0000:00:03\.0\) 0x8000000000–0x80000fffff has 1 MiB\.\n/)
  t.regex(stdout, /0000:00:03\.0 is inferred: BAR 0 of the same device lies in its window 0xc0000000–0xc01fffff/)
  t.regex(stdout, /has room at 0x8400000000 .*\n {2}Give the port a larger window: pref64-reserve=16G/)
})

test('fit refuses what is neither a size nor a file, and a wrong alignment', async (t) => {
  fails(t, await run(['fit', '16X', IOMEM]), '16X: is neither a size, such as 16G or 0x4000, nor a file')
  fails(
    t,
    await run(['fit', '16M', '--align', '3K', IOMEM]),
    '--align: must be a power of two, such as 4K or 0x1000, not "3K"',
  )
})

test('files of another kind are named', async (t) => {
  const tree = 'address-space: memory\n  0000000000000000-ffffffffffffffff (prio 0, i/o): system\n'
  fails(t, await run(['map', '-'], tree), 'standard input: looks like `info mtree` without -f: use `info mtree -f`')
  const zeros = '00000000-00000000 : Reserved\n  00000000-00000000 : System RAM\n'
  const reason = 'every address is 0: the kernel shows them only to root (sudo cat /proc/iomem)'
  fails(t, await run(['check', '-'], zeros), `standard input: ${reason}`)
})

test('--format forces a format', async (t) => {
  const reason = 'holds no line such as "00:02.0 Ethernet controller: …"'
  fails(t, await run(['map', '--format', 'lspci-vv', IOMEM]), `${IOMEM}: ${reason}`)
})

test('options of map that would be ignored are refused', async (t) => {
  const tree = "doesn't apply to a layout drawn as a tree: draw a window with --pool"
  const window = "doesn't apply to a window, whose ranges have names"
  const refused: [words: string[], message: string][] = [
    [['--width', '60'], `--width: ${tree}`],
    [['--title', 'host'], `--title: ${tree}`],
    [['--window', '0x0-0xfff'], `--window: ${tree}`],
    [['--labels', 'nowhere.json'], `--labels: ${tree}`],
    [
      ['--svg', '-', '--window', '0x0-0xfff'],
      "--window: doesn't apply to the boxes of a layout: draw a window with --pool",
    ],
    [['--pool', 'memory', '--labels', 'nowhere.json'], `--labels: ${window}`],
    [['--html', '-', '--pool', 'memory'], "--pool: doesn't apply to the page of --html"],
    [['--html', '-', '--width', '60'], "--width: doesn't apply to the page of --html"],
  ]
  for (const [words, message] of refused) fails(t, await run(['map', ...words, IOMEM]), message)
})

test('fit: a filter needs a size, and --prefetchable says when no file knows', async (t) => {
  for (const words of [['--align', '4K'], ['--32bit'], ['--64bit'], ['--prefetchable'], ['--space', 'io']]) {
    fails(t, await run(['fit', ...words, DMESG]), `${words[0]}: needs a size`)
  }
  const unknown = /\nnote: no file says which windows are prefetchable: add the output of lspci -vv\n$/
  t.regex(succeeds(t, await run(['fit', '16K', '--prefetchable', IOMEM])), unknown)
  t.notRegex((await run(['fit', '16K', '--prefetchable', IOMEM, LSPCI])).stdout, /note: /)
})

test('fit says what it left out of a log in which every BAR has a place', async (t) => {
  const log = '[    0.1] pci 0000:00:02.0: BAR 0 [mem 0xf0000000-0xc0003fff]: assigned\n'
  const text = succeeds(t, await run(['fit', '-'], log))
  t.regex(text, /^every BAR has a place\nnote: .*\(line 1\)\n$/)
})
