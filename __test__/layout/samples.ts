// The samples, and the content of a layout in a comparable form.
import { readdirSync, readFileSync } from 'node:fs'
import type { Layout, LayoutRange } from 'vm-allocator/layout'
import { readLayout } from 'vm-allocator/layout'
import { ROOT } from '../support/process.ts'

const FOLDER = `${ROOT}__test__/layout/samples/`

/** A sample's bytes, by its path below `samples/`. */
export function sample(path: string): Buffer {
  return readFileSync(FOLDER + path)
}

/** The path of a sample, for the command-line tool. */
export function samplePath(path: string): string {
  return FOLDER + path
}

/** Reads a sample. */
export function layoutOf(path: string): Layout {
  return readLayout(sample(path))
}

/** The names of the samples of a folder that have an expectation. */
export function written(): string[] {
  const suffix = '.expected.json'
  return readdirSync(`${FOLDER}written`)
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
}

/** A range with its depth. */
export interface FlatRange {
  readonly range: LayoutRange
  readonly depth: number
}

/** All ranges of a forest, parents first. */
export function flatten(ranges: readonly LayoutRange[], depth = 0): FlatRange[] {
  return ranges.flatMap((range) => [{ range, depth }, ...flatten(range.children, depth + 1)])
}

/** An address in hex. */
export function hex(address: bigint): string {
  return `0x${address.toString(16)}`
}

/** A line for each range of a space, indented by its depth: its ends and its name. */
export function placesOf(layout: Layout, space: string): string[] {
  return flatten(layout.space(space)?.ranges ?? []).map(({ range, depth }) => {
    return `${'  '.repeat(depth)}${hex(range.start)}-${hex(range.end)} ${range.label}`
  })
}

/** A line for each BAR without a place: its name, space, size, and the reason. */
export function barsOf(layout: Layout): string[] {
  return layout.unplaced
    .filter(({ failed }) => failed)
    .map(({ device, bar, space, size, reason }) => `${device} ${bar} ${space} ${hex(size ?? 0n)} ${reason}`)
}
