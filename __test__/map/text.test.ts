// Maps that were drawn by hand before the code existed.
import test from 'ava'
import { type MapOptions, type MapSource, renderMap } from '../../lib/map/index.ts'
import { pages, space } from './sources.ts'

const drawn = test.macro({
  exec(t, layout: MapSource, options: MapOptions, lines: readonly string[]) {
    t.is(renderMap(layout, { width: 60, color: false, ...options }), `${lines.join('\n')}\n`)
  },
  title: (name = '') => `drawn by hand: ${name}`,
})

const labels = new Map([
  [0xd0000000n, 'serial0'],
  [0xd0010000n, 'virtio-net0'],
])

test('a window of 64 pages', drawn, pages(0xd0000000n, 1, 2, -13, 16, -32), { title: 'MMIO', labels }, [
  'MMIO                        0xd0000000 – 0xd003ffff  256 KiB',
  '',
  '0xd0000000  ███░░░░░░░░░░░░░████████████████░░░░░░░░░░░░░░░░',
  '0xd0030000  ░░░░░░░░░░░░░░░░',
  'one cell: 4 KiB  █ allocated  ░ free',
  '',
  'start        end            size  state      label',
  '0xd0000000 – 0xd0000fff    4 KiB  allocated  serial0',
  '0xd0001000 – 0xd0002fff    8 KiB  allocated',
  '0xd0003000 – 0xd000ffff   52 KiB  free',
  '0xd0010000 – 0xd001ffff   64 KiB  allocated  virtio-net0',
  '0xd0020000 – 0xd003ffff  128 KiB  free',
  '',
  'allocated 76 KiB in 3 ranges · free 180 KiB in 2 ranges',
  'largest free 128 KiB · fragmentation 28.9 %',
])

test('a fold and a long gap, in ASCII', drawn, pages(0xd0000000n, 1, 1, 1, 1, -0x3fff8, 2, 2), { ascii: true }, [
  'Address space               0x0d0000000 - 0x10fffffff  1 GiB',
  '',
  '0x0d0000000  ####............................',
  '             ~~ 1023.75 MiB free ~~~~~~~~~~~~',
  '0x10ffe0000  ............................####',
  'one cell: 4 KiB  # allocated  . free',
  '',
  'start         end                    size  state',
  '0x0d0000000 - 0x0d0003fff       4 x 4 KiB  allocated',
  '0x0d0004000 - 0x10fffbfff  1 GiB - 32 KiB  free',
  '0x10fffc000 - 0x10fffdfff           8 KiB  allocated',
  '0x10fffe000 - 0x10fffffff           8 KiB  allocated',
  '',
  'allocated 32 KiB in 6 ranges',
  'free 1 GiB - 32 KiB in 1 range | largest free 1 GiB - 32 KiB',
  'fragmentation 0 %',
])

const lossy = space(0x1n, 0x40n, [
  [0x11n, 0x20n, 'free'],
  [0x31n, 0x10n, 'allocated'],
])

test('what D3 leaves', drawn, lossy, {}, [
  'Address space                            0x001 – 0x040  64 B',
  '',
  '0x001  ╳╳╳╳╳╳╳╳╳░░░░░░░░░░░░░░░▓████████',
  'one cell: 2 B  █ allocated  ▓ half or more  ░ free  ╳ lost',
  '',
  'start   end    size  state',
  '0x001 – 0x010  16 B  lost',
  '0x011 – 0x030  32 B  free',
  '0x031 – 0x040  16 B  allocated',
  '',
  'allocated 16 B in 1 range · free 32 B in 1 range',
  'largest free 32 B · fragmentation 0 % · lost 16 B in 1 range',
])

const outside = space(0x1000n, 0x1fffn, [
  [0x100n, 0x100n, 'free'],
  [0x1100n, 0x100n, 'allocated'],
  [0x1200n, 0xf00n, 'free'],
])

test('what D10 leaves', drawn, outside, {}, [
  'Address space                         0x1000 – 0x1fff  4 KiB',
  '',
  // The managed space starts 15 cells after the first range.
  '0x0100  ▚              ╳█▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚',
  'one cell: 256 B  █ allocated  ╳ lost  ▚ outside',
  '',
  'start    end         size  state',
  '0x0100 – 0x01ff     256 B  free, outside',
  '0x1000 – 0x10ff     256 B  lost',
  '0x1100 – 0x11ff     256 B  allocated',
  '0x1200 – 0x20ff  3.75 KiB  free, outside',
  '',
  'allocated 256 B in 1 range · free 4 KiB in 2 ranges',
  'largest free 3.75 KiB · fragmentation 6.3 %',
  'lost 256 B in 1 range · outside 4 KiB in 2 ranges',
])

const interrupts = {
  base: 5,
  end: 23,
  allocatedRuns: () => [
    { start: 5, end: 9 },
    { start: 12, end: 12 },
  ],
}

test('ids, one of them named', drawn, interrupts, { labels: new Map([[7, 'serial']]) }, [
  'Ids                                           5 – 23  19 ids',
  '',
  '    5  █████░░█░░░░░░░░░░░',
  'one cell: 1 id  █ allocated  ░ free',
  '',
  'start   end       ids  state      label',
  '    5 –     6   2 ids  allocated',
  '    7 –     7    1 id  allocated  serial',
  '    8 –     9   2 ids  allocated',
  '   10 –    11   2 ids  free',
  '   12 –    12    1 id  allocated',
  '   13 –    23  11 ids  free',
  '',
  'allocated 6 ids · free 13 ids',
])
