/**
 * Draws address spaces and ids, as text and as SVG. The command-line tool draws the same from files:
 * [the command-line tool](../../docs/cli.md).
 *
 * @module vm-allocator/map
 */
export { type FormatSizeOptions, formatAddress, formatSize } from './format.ts'
export type { MapOptions } from './options.ts'
export { renderMap } from './render-map.ts'
export type { AddressMapSource, IdMapSource, MapLabels, MapRange, MapRegion, MapSource, MapWindow } from './source.ts'
