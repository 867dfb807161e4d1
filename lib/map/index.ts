export { type FormatSizeOptions, formatAddress, formatSize } from './format.ts'
export type { MapOptions } from './options.ts'
export { renderMap } from './render-map.ts'
export type { AddressMapSource, IdMapSource, MapLabels, MapRange, MapSource } from './source.ts'
