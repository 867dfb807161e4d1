import { basename } from 'node:path'
import type { Layout, LayoutFormat } from 'vm-allocator/layout'
import { layoutPage } from 'vm-allocator/layout'
import { renderMap } from 'vm-allocator/map'
import { SVG_WIDTH } from '../map/options.ts'
import { CommandFailure } from './failure.ts'
import { inputName } from './input.ts'
import { readLayouts } from './layout-input.ts'
import { layoutSvg } from './layout-svg.ts'
import { layoutText } from './layout-text.ts'
import { type ChosenWindow, chooseWindows } from './layout-windows.ts'
import { print } from './output.ts'
import { replaceFile } from './replace-file.ts'

/** The options of `map` that apply to layouts. */
export interface MapLayoutOptions {
  readonly svg?: string
  readonly compare?: string
  readonly format?: LayoutFormat
  readonly pool?: string
  readonly labels?: string
  readonly title?: string
  readonly width?: number
  readonly window?: { readonly start: bigint; readonly end: bigint }
  readonly ascii?: boolean
  readonly color?: boolean
}

/** Draws a layout as a tree, in text or as nested boxes, or draws one window to scale. */
export async function mapLayout(files: readonly string[], layout: Layout, options: MapLayoutOptions): Promise<void> {
  const { svg, pool, ascii = false } = options
  if (pool === undefined) {
    if (svg === undefined) {
      refuse(options, ['labels', 'title', 'width', 'window'], 'a layout drawn as a tree: draw a window with --pool')
      return print(layoutText(layout, { ascii }))
    }
    refuse(options, ['labels', 'window'], 'the boxes of a layout: draw a window with --pool')
    const title = options.title ?? files.map((file) => basename(inputName(file))).join(', ')
    return write(svg, layoutSvg(layout, title, options.width ?? SVG_WIDTH.default))
  }
  refuse(options, ['labels'], 'a window, whose ranges have names')
  const [window] = chooseWindows(files, layout, pool)
  const drawn = drawWindow(window as ChosenWindow, options)
  return svg === undefined ? print(drawn) : write(svg, drawn)
}

/** Refuses options that would be ignored. */
function refuse(options: MapLayoutOptions, names: readonly (keyof MapLayoutOptions)[], what: string): void {
  const given = names.find((name) => options[name] !== undefined)
  if (given !== undefined) throw new CommandFailure(`--${given}`, `doesn't apply to ${what}`)
}

async function write(target: string, content: string): Promise<void> {
  if (target === '-') return print(content)
  await replaceFile(target, content)
}

/** Writes the interactive page. */
export async function writePage(target: string, files: readonly string[], options: MapLayoutOptions): Promise<void> {
  const { compare, format, title } = options
  refuse(options, ['pool', 'labels', 'width', 'window'], 'the page of --html')
  const layout = await readLayouts(files, format)
  const compared = compare === undefined ? undefined : await readLayouts([compare], format)
  const page = layoutPage(layout, {
    title: title ?? files.map((file) => basename(inputName(file))).join(', '),
    ...(compared !== undefined && { compared, comparedTitle: basename(inputName(compare as string)) }),
  })
  await write(target, page)
}

function drawWindow({ window, allocator }: ChosenWindow, options: MapLayoutOptions): string {
  const labels = new Map(window.children.map((child) => [child.start, child.label]))
  const { svg, title = window.label, width, ascii, color, window: part } = options
  const format = svg === undefined ? 'text' : 'svg'
  return renderMap(allocator, { format, width, ascii, color, title, labels, window: part })
}
