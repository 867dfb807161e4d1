// The promises of the WebAssembly engine itself: see docs/platforms.md. Its memory is observed through the module's
// exports.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import test from 'ava'
import type { Native } from '../../lib/binding/native.ts'
import type { Exports } from '../../lib/binding/wasm/exports.ts'
import { ensureHeadroom } from '../../lib/binding/wasm/headroom.ts'
import { wasmNative } from '../../lib/binding/wasm/native.ts'
import { ROOT } from '../../scripts/support/toolbox.ts'

const PAGE = 0x1000n
const BASE = 0x1_0000_0000n
const SPACE = 1n << 40n
/** The number of 64 KiB pages in 4 GiB. */
const MOST_PAGES = 65_536
const CODE = new Uint8Array(readFileSync(join(ROOT, 'target', 'wasm', 'vm-allocator.wasm')))

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Runs `make`, and returns the exports of the module that it starts. */
async function watched<Made>(make: () => Made | Promise<Made>): Promise<{ made: Made; exports: Exports }> {
  const { Instance } = WebAssembly
  let exports: Exports | undefined
  class Watched extends Instance {
    constructor(module: WebAssembly.Module) {
      super(module)
      exports = this.exports as Exports
    }
  }
  Object.assign(WebAssembly, { Instance: Watched })
  try {
    const made = await make()
    if (exports === undefined) throw new Error('no module was started')
    return { made, exports }
  } finally {
    Object.assign(WebAssembly, { Instance })
  }
}

const bytes = ({ memory }: Exports) => memory.buffer.byteLength

const { made: classes, exports } = await watched(() => import('vm-allocator'))
const { AddressAllocator, IdAllocator } = classes

test.serial('results are right while the memory grows', (t) => {
  const pool = new AddressAllocator(BASE, SPACE)
  const before = bytes(exports)
  const wrong: bigint[] = []
  for (let count = 0n; count < 200_000n; count++) {
    const { start, end } = pool.allocate(PAGE, PAGE)
    if (start !== BASE + count * PAGE || end !== start + PAGE - 1n) wrong.push(count)
  }
  t.deepEqual(wrong, [])
  const each = (bytes(exports) - before) / 200_000
  t.log(`${each.toFixed(1)} bytes a live range`)
  t.true(each > 32 && each < 64, `${each} bytes a live range`)
  t.is(pool.ranges('allocated').length, 200_000)
})

test.serial('garbage collected allocators are freed', async (t) => {
  const RANGES = 20_000
  const fill = () => {
    const pool = new AddressAllocator(BASE, SPACE)
    for (let count = 0; count < RANGES; count++) pool.allocate(PAGE, PAGE)
  }
  const round = async () => {
    for (let count = 0; count < 10; count++) fill()
    for (let turn = 0; turn < 3; turn++) {
      collect()
      await setTimeout(5)
    }
  }
  await round()
  const steady = bytes(exports)
  for (let count = 0; count < 4; count++) await round()
  // If they were kept, they would take at least 40 times 20,000 ranges of 32 bytes.
  t.true(bytes(exports) - steady < 40 * RANGES * 8, `${bytes(exports)} bytes after ${steady}`)
})

test.serial('only own handles of the right kind are accepted', (t) => {
  const [native, other]: Native[] = [wasmNative(CODE), wasmNative(CODE)] as [Native, Native]
  const own = native?.createAddressAllocator(BASE, SPACE, false)
  const values = [other?.createAddressAllocator(BASE, SPACE, false), native?.createIdAllocator(0, 9), {}, null, 1n, own]
  const answers = values.map((handle) => {
    try {
      return native?.addressSlot(handle as never) !== undefined && 'taken'
    } catch (error) {
      return error instanceof TypeError && (error as NodeJS.ErrnoException).code
    }
  })
  t.deepEqual(answers, [...new Array(5).fill('ERR_INVALID_ARG_TYPE'), 'taken'])
})

/** The number of frames that fit on the stack in the deepest frame where `guard` passes. */
function framesBehind(guard: () => void): number {
  const descend = (): number | undefined => {
    let deeper: number | undefined
    try {
      deeper = descend()
    } catch {}
    if (deeper !== undefined) return deeper
    try {
      guard()
    } catch {
      return undefined
    }
    let frames = 0
    try {
      while (frames < 10_000) recurse(frames++)
    } catch {}
    return frames
  }
  return descend() ?? 0
}

function recurse(frames: number): number {
  return frames === 0 ? 0 : recurse(frames - 1) + 1
}

test.serial('where a call begins, the stack has room for a hundred frames, before and after V8 optimizes', (t) => {
  const guard = () => ensureHeadroom(exports)
  const nothing = () => {}
  for (const each of [guard, nothing]) framesBehind(each) // V8's compiler needs room too
  const without = framesBehind(nothing)
  const cold = framesBehind(guard)
  for (let calls = 0; calls < 300_000; calls++) guard()
  const hot = framesBehind(guard)
  const found = `${cold} frames, then ${hot}; ${without} where nothing is asked for`
  t.log(found)
  t.true(cold >= without + 100 && hot >= without + 100, found)
})

test.serial('after a panic, every call of that module throws the same clear error', (t) => {
  const native = wasmNative(CODE)
  const ids = native.createIdAllocator(0, 9)
  const system = native.createSystem(BigUint64Array.of(0n, 0n, 0xfffn))
  if (ids === null || system === null) throw new Error('refused')
  const first = t.throws(() => native.systemOwners(system, 99), { code: 'ERR_VM_ALLOCATOR_PANIC' })
  t.regex(first?.message ?? '', /^The WebAssembly engine has ended: panicked at .*index is 99\. Its allocators can't/s)
  for (const call of [
    () => native.idDigest(ids),
    () => native.createAddressAllocator(BASE, SPACE, false),
    () => native.systemRanges(system, 0),
    () => native.allocateId(),
  ]) {
    t.is(t.throws(call), first, String(call))
  }
})

test.serial('without memory, every call throws the same clear error', async (t) => {
  const ids = new IdAllocator(0, 9)
  const pool = new AddressAllocator(BASE, SPACE)
  const { memory } = exports as unknown as { memory: { buffer: ArrayBuffer; grow(pages: number): number } }
  memory.grow(MOST_PAGES - memory.buffer.byteLength / MOST_PAGES)
  const first = t.throws(
    () => {
      for (;;) pool.allocate(PAGE, PAGE)
    },
    { code: 'ERR_VM_ALLOCATOR_OUT_OF_MEMORY', instanceOf: RangeError },
  )
  t.regex(first?.message ?? '', /^The WebAssembly engine has no memory left: it could not allocate \d+ bytes\./)
  for (const call of [
    () => pool.allocate(PAGE, PAGE),
    () => pool.ranges(),
    () => pool.snapshot(),
    () => ids.allocateId(),
    () => ids.clone(),
    () => new AddressAllocator(BASE, SPACE),
    () => new IdAllocator(0, 9),
    () => AddressAllocator.restore('{}'),
  ]) {
    t.is(t.throws(call), first, String(call))
  }
})
