// Files that were cut short, at every length: half a structure must not pass for the whole.
import { readdirSync } from 'node:fs'
import test from 'ava'
import { type Layout, LayoutError, readLayout } from 'vm-allocator/layout'
import { flatten, sample, samplePath } from './samples.ts'

const STRUCTURED = /\.json$|\.dtb$|info-vmstate$/

const SAMPLES = ['written', 'real'].flatMap((folder) =>
  readdirSync(samplePath(folder))
    .filter((name) => !/expected\.json$|\.dts$/.test(name))
    .map((name) => `${folder}/${name}`),
)

/** The most lengths to try of one file: about a second. */
const MOST = 1000

/** Every length of a short file; for a long one, evenly spaced ones and the last thousand. */
function lengthsOf(bytes: Buffer): number[] {
  const step = Math.max(1, Math.ceil(bytes.length / MOST))
  return Array.from({ length: bytes.length }, (_, at) => at).filter((at) => at % step === 0 || at > bytes.length - 1000)
}

/** The layout of the first bytes; `undefined` if they are refused. */
function read(bytes: Uint8Array): Layout | undefined {
  try {
    return readLayout(bytes)
  } catch (error) {
    if (error instanceof LayoutError) return undefined
    throw error
  }
}

for (const path of SAMPLES.filter((name) => STRUCTURED.test(name))) {
  test(`${path}, cut anywhere, is refused`, (t) => {
    const bytes = sample(path)
    const whole = bytes.subarray(0, bytes.toString('latin1').trimEnd().length)
    const passed = lengthsOf(whole).filter((length) => read(whole.subarray(0, length)) !== undefined)
    t.deepEqual(passed, [])
    t.truthy(read(bytes), 'the whole file is read')
  })
}

/** The ends of each range; its label may be cut short. */
function placesIn(layout: Layout): string[] {
  return layout.spaces.flatMap(({ name, ranges }) =>
    flatten(ranges).map(({ range: { start, end } }) => `${name} 0x${start.toString(16)}-0x${end.toString(16)}`),
  )
}

for (const path of SAMPLES.filter((name) => !STRUCTURED.test(name))) {
  test(`${path}, cut anywhere, has no range that whole lines don't have`, (t) => {
    const bytes = sample(path)
    // A kernel log says different things as it goes on, so the reference is all that its lines say up to each point.
    const known = new Set<string>()
    const lines = [...bytes.toString('latin1').matchAll(/\n/g)].map(({ index }) => index + 1)
    for (const end of lines) for (const place of placesOf(bytes.subarray(0, end))) known.add(place)
    t.true(known.size > 0)
    const strange = lengthsOf(bytes).flatMap((length) =>
      placesOf(bytes.subarray(0, length)).filter((place) => !known.has(place)),
    )
    t.deepEqual([...new Set(strange)], [])
  })
}

function placesOf(bytes: Uint8Array): string[] {
  const layout = read(bytes)
  return layout === undefined ? [] : placesIn(layout)
}

test("Firecracker's state with a bracket too many, or without its beginning", (t) => {
  const text = sample('written/x86.info-vmstate').toString()
  t.throws(() => readLayout(`${text}}\n`), { instanceOf: LayoutError, message: /never opened/ })
  const half = text.slice(text.indexOf('\n') + 1)
  t.throws(() => readLayout(half, { format: 'firecracker-info-vmstate' }), {
    instanceOf: LayoutError,
    message: /the beginning is missing/,
  })
  t.throws(() => readLayout(text.slice(0, 1636)), { instanceOf: LayoutError, message: /^ends too early: / })
})

test('a list of allocators that is cut short is not its first allocator', (t) => {
  const allocator = '{"range_base":1,"next_id":3,"range_end":9,"freed_ids":[]}'
  const text = `[\n${allocator},\n${allocator}\n]`
  t.is(readLayout(text).ids.length, 4)
  t.throws(() => readLayout(text.slice(0, -4)), { instanceOf: LayoutError, message: /ends too early/ })
})
