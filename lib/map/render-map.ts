import { addEntryPoints } from '../caller.ts'
import { buildLayout } from './build-layout.ts'
import type { MapOptions } from './options.ts'
import { givenOptions, readOptions } from './options.ts'
import { isSystem, renderSystem } from './render-system.ts'
import type { MapSource, SystemMapSource } from './source.ts'
import { renderSvg } from './svg.ts'
import { renderText } from './text.ts'

/**
 * Draws an address space or a space of ids: an overview to scale, in which long free parts are shortened and marked;
 * then each range with its addresses, size and name; then the totals. Four or more equal neighbours share one line (`32
 * × 4 KiB`). The effects of deviations D3 and D10 are marked as lost and outside. Time and memory are linear in the
 * number of ranges. If the list would have more than 10,000 rows (SVG: 1,000), neighbours are summarised in about 256
 * rows, and the map says so; use `window` to see a part in full.
 *
 * A text ends with a line feed. An SVG is one self-contained element, without scripts or external resources. It follows
 * the reader's colour scheme, and its ids and classes don't clash with a page or another map.
 *
 * The crate has no such item. The [command-line tool](../../docs/cli.md) draws the same maps.
 *
 * @param layout - an `AddressAllocator`, an `IdAllocator`, or any object that lists its ranges in the same way; it is
 * read once. For a
 *   `SystemAllocator`, draws all pools below each other, with the owners as labels
 * @param options - see {@link MapOptions}
 * @throws TypeError `ERR_INVALID_ARG_TYPE` for something that isn't a layout, for an unknown option and for options of a
 *   wrong type
 * @throws RangeError `ERR_OUT_OF_RANGE` for a width beyond its limits, for addresses beyond u64 or ids beyond u32, and
 *   for ranges that overlap or aren't in ascending order
 *
 * @example
 * ```ts
 * const mmio = new AddressAllocator(0xd000_0000n, 768n << 20n)
 * const bar = mmio.allocate(1n << 20n, 1n << 20n)
 * const labels = new Map([[bar.start, 'virtio-net0']])
 * renderMap(mmio, { title: 'MMIO', labels }).includes('virtio-net0') // true
 * renderMap(mmio, { format: 'svg' }).slice(0, 4) // '<svg'
 * ```
 */
export function renderMap(layout: MapSource | SystemMapSource, options?: MapOptions): string {
  if (isSystem(layout)) return renderSystem(layout, givenOptions(options) as MapOptions, renderMap)
  const settings = readOptions(options)
  const drawable = buildLayout(layout, settings)
  return settings.format === 'svg' ? renderSvg(drawable, settings) : renderText(drawable, settings)
}

addEntryPoints(renderMap)
