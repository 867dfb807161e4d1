import { wrongType } from '../argument.ts'
import { escapeXml } from '../text/xml.ts'
import type { MapOptions } from './options.ts'
import type { MapSource, SystemMapSource } from './source.ts'
import { element } from './svg-element.ts'

/** The gap between two maps, in pixels. */
const GAP = 16

/** Whether a layout has several pools with labels. */
export function isSystem(layout: MapSource | SystemMapSource): layout is SystemMapSource {
  if (typeof layout !== 'object' || layout === null) return false
  return 'pools' in layout && 'pool' in layout && typeof layout.pool === 'function'
}

/** Draws all pools of a system below each other with `render`. */
export function renderSystem(
  system: SystemMapSource,
  options: MapOptions,
  render: (source: MapSource, options: MapOptions) => string,
): string {
  const names = system.pools
  if (!Array.isArray(names)) throw wrongType('layout.pools', 'an array of names', names)
  const maps = names.map((name: string) => {
    const title = options.title === undefined ? name : `${options.title}: ${name}`
    return render(system.pool(name), { ...options, title, labels: options.labels ?? system.labels(name) })
  })
  return options.format === 'svg' ? stack(maps, options.title ?? 'System') : maps.join('\n')
}

/** Wraps all maps in one element; each keeps its own ids and description. */
function stack(maps: readonly string[], title: string): string {
  let [width, y] = [0, 0]
  const placed = maps.map((map) => {
    const [, mapWidth, mapHeight] = /^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/.exec(map) ?? []
    const at = y
    width = Math.max(width, Number(mapWidth))
    y += Number(mapHeight) + GAP
    return map.trimEnd().replace('<svg ', `<svg y="${at}" `)
  })
  const height = y - GAP
  const size = { width, height, viewBox: `0 0 ${width} ${height}` }
  const content = element('title', {}, escapeXml(title)) + placed.join('')
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size }, content)}\n`
}
