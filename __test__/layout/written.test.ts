// Reads every handwritten sample, and compares it with its author's expectation.
import test from 'ava'
import type { Layout } from 'vm-allocator/layout'
import { flatten, hex, layoutOf, sample, written } from './samples.ts'

type ExpectedRange = [start: string, end: string, label: string, type: string, depth?: number]

interface Expected {
  readonly format: string
  readonly spaces: readonly { name: string; also?: string[]; ranges: ExpectedRange[] }[]
  readonly ids?: readonly [id: number, owner: string][]
  readonly failures?: readonly Record<string, unknown>[]
  readonly problems?: readonly string[]
  readonly notes?: readonly string[]
  readonly pools?: readonly { name: string; base: string; end: string; allocated: [string, string, string][] }[]
}

function expectationOf(name: string): Expected {
  return JSON.parse(sample(`written/${name}.expected.json`).toString())
}

/** Sorted, because a layout doesn't keep the order of the file. */
function rangesOf(layout: Layout, space: string, withDepth: boolean): string[] {
  const ranges = flatten(layout.space(space)?.ranges ?? [])
  return ranges
    .map(({ range: { start, end, label, type }, depth }) => [
      hex(start),
      hex(end),
      label,
      type,
      ...(withDepth ? [depth] : []),
    ])
    .map((fields) => fields.join(' | '))
    .sort()
}

for (const name of written()) {
  const expected = expectationOf(name)
  const layout = layoutOf(`written/${name}`)

  test(`${name}: format, spaces and ranges`, (t) => {
    t.deepEqual(layout.formats, [expected.format])
    t.deepEqual(layout.spaces.map((space) => space.name).sort(), expected.spaces.map((space) => space.name).sort())
    for (const { name: space, also, ranges } of expected.spaces) {
      const withDepth = ranges.some((range) => range.length === 5)
      t.deepEqual(rangesOf(layout, space, withDepth), ranges.map((range) => range.join(' | ')).sort())
      t.deepEqual(layout.space(space)?.also, also ?? [])
    }
  })

  test(`${name}: ids, failures, problems and notes`, (t) => {
    const ids = layout.ids.map(({ id, owner }) => [id, owner])
    t.deepEqual(ids.sort(), [...(expected.ids ?? [])].sort())
    const failures = layout.unplaced.filter(({ failed }) => failed)
    t.deepEqual(
      failures.map(({ device, bar, space, size, width, prefetchable }) => ({
        ...{ device, bar, space, size: hex(size ?? 0n), width, prefetchable },
      })),
      [...(expected.failures ?? [])] as never,
    )
    t.deepEqual(layout.notes.map(({ text }) => text).sort(), [...(expected.notes ?? [])].sort())
    const problems = layout.problems()
    t.is(problems.length, expected.problems?.length ?? 0)
    for (const problem of expected.problems ?? []) {
      const owners = problem.split(' overlaps ')
      t.true(
        problems.some(({ text }) => owners.every((owner) => text.includes(owner))),
        problem,
      )
    }
  })

  if (expected.pools !== undefined) {
    test(`${name}: an allocator of each window`, (t) => {
      const windows = layout.windows().map((window) => {
        const allocator = layout.window(window)
        const { base, end } = allocator
        const owners = new Map(window.children.map((child) => [child.start, child.label]))
        const allocated = allocator.ranges('allocated').map((range) => {
          return [hex(range.start), hex(range.end), owners.get(range.start)]
        })
        return { name: window.label, base: hex(base), end: hex(end), allocated }
      })
      t.deepEqual(windows, expected.pools as never)
    })
  }
}
