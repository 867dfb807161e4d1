// A misspelled option must not be ignored anywhere: it is refused by name.
import { readFileSync } from 'node:fs'
import test from 'ava'
import { AddressAllocator, AllocPolicy } from 'vm-allocator'
import { checkConformance, registerConformance } from 'vm-allocator/conformance'
import { fitIn, layoutPage, readLayout } from 'vm-allocator/layout'
import { formatSize, renderMap } from 'vm-allocator/map'
import { SystemAllocator } from 'vm-allocator/system'
import { ROOT } from '../../support/process.ts'

const LINE = 'c0000000-c0000fff : PCI Bus 0000:00\n'
const SIZE = 0x1000n

const space = (): AddressAllocator => new AddressAllocator(SIZE, 0x10_0000n)

function system(): SystemAllocator {
  const made = new SystemAllocator({ mmio: { base: SIZE, size: 0x10_0000n }, lines: { ids: [5, 23] } })
  made.attach('net0', { bar0: { pool: 'mmio', size: SIZE } })
  return made
}

type Take = (options: never) => unknown

/** By the name of the options' type: everything that takes such options, with valid ones. */
const TAKERS: Readonly<Record<string, readonly (readonly [valid: object, take: Take])[]>> = {
  AddressAllocatorOptions: [
    [{ sound: true }, (options) => new AddressAllocator(0n, SIZE, options)],
    [{ sound: true }, (options) => AddressAllocator.restore(space().snapshot(), options)],
  ],
  AllocateOptions: [
    [{ align: SIZE, policy: AllocPolicy.LastMatch }, (options) => space().allocate(SIZE, options)],
    [{ within: { start: 0n, end: 0x8000n } }, (options) => space().fit(SIZE, options)],
  ],
  AllocateRequest: [
    [{ size: SIZE, align: SIZE }, (options) => space().allocate(options)],
    [{ size: SIZE }, (options) => space().fit(options)],
  ],
  FormatSizeOptions: [[{ ascii: true }, (options) => formatSize(SIZE, options)]],
  MapOptions: [
    [{ width: 80, color: false }, (options) => renderMap(space(), options)],
    [{ format: 'svg', title: 'x' }, (options) => renderMap(space(), options)],
    [{ width: 80 }, (options) => renderMap(system(), options)],
  ],
  FitRequest: [[{ size: SIZE, space: 'memory' }, (options) => fitIn(readLayout(LINE), options)]],
  LayoutPageOptions: [[{ title: 'x' }, (options) => layoutPage(readLayout(LINE), options)]],
  ReadLayoutOptions: [[{ format: 'linux-iomem' }, (options) => readLayout(LINE, options)]],
  AddressPoolDefinition: [[{ base: 0n, size: SIZE }, (options) => new SystemAllocator({ mmio: options })]],
  IdPoolDefinition: [[{ ids: [5, 23] }, (options) => new SystemAllocator({ lines: options })]],
  RangeNeed: [
    [{ pool: 'mmio', size: SIZE }, (need) => system().attach('disk0', { bar0: need } as never)],
    [{ pool: 'mmio', size: SIZE }, (need) => system().plan('disk0', { bar0: need } as never)],
  ],
  IdsNeed: [[{ pool: 'lines', count: 2 }, (need) => system().attach('disk0', { lines: need } as never)]],
  ExactIdNeed: [[{ pool: 'lines', id: 7 }, (need) => system().attach('disk0', { line: need } as never)]],
  MoveOptions: [[{ align: SIZE }, (options) => system().move('net0', 'bar0', 0x8000n, options)]],
  CheckOptions: [[{ runs: 0, only: ['no-such-case'] }, (options) => checkConformance({}, options)]],
  RegisterOptions: [[{ test: () => {}, port: {}, only: ['no-such-case'] }, (options) => registerConformance(options)]],
}

test('every type of options is among them', (t) => {
  const typings = ['index', 'types/map', 'types/layout', 'types/system', 'types/conformance']
  const names = typings.flatMap((file) => {
    const text = readFileSync(`${ROOT}${file}.d.ts`, 'utf8')
    return [...text.matchAll(/export interface (\w*(?:Options|Request|Definition|Need))\b/g)].map(([, name]) => name)
  })
  t.deepEqual([...new Set(names)].sort(), Object.keys(TAKERS).sort())
})

for (const [type, takers] of Object.entries(TAKERS)) {
  for (const [at, [valid, take]] of takers.entries()) {
    test(`${type} ${at + 1}: an unknown name is refused, and named`, async (t) => {
      await t.notThrowsAsync(async () => take(valid as never))
      for (const name of ['sounds', 'WIDTH', 'toString']) {
        const error = await t.throwsAsync(async () => take({ ...valid, [name]: true } as never))
        t.true(error?.message.includes(`"${name}"`), `${name}: ${error?.message}`)
      }
    })
    test.serial(`${type} ${at + 1}: members added to Object.prototype are not options`, (t) => {
      // They must be neither refused nor used as options.
      for (const name of ['sounds', 'width', 'size', 'label']) {
        if (name in valid) continue
        Object.defineProperty(Object.prototype, name, { value: -1, configurable: true, enumerable: true })
        try {
          void take({ ...valid } as never)
        } catch (error) {
          t.fail(`${name}: ${error}`)
        } finally {
          Reflect.deleteProperty(Object.prototype, name)
        }
      }
      t.pass()
    })
  }
}
