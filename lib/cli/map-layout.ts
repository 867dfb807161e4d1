import { basename } from 'node:path'
import type { Layout, LayoutFormat } from 'vm-allocator/layout'
import { layoutPage } from 'vm-allocator/layout'
import { renderMap } from 'vm-allocator/map'
import { Failure } from './failure.ts'
import { inputName } from './input.ts'
import { readLayouts } from './layout-input.ts'
import { layoutText } from './layout-text.ts'
import { type ChosenWindow, chooseWindows } from './layout-windows.ts'
import { print } from './output.ts'
import { replaceFile } from './replace-file.ts'

/** What of the options of `map` is about layouts. */
export interface MapLayoutOptions {
  readonly svg?: string
  readonly compare?: string
  readonly format?: LayoutFormat
  readonly pool?: string
  readonly title?: string
  readonly width?: number
  readonly window?: { readonly start: bigint; readonly end: bigint }
  readonly ascii?: boolean
  readonly color?: boolean
}

/** Draws a layout: the tree of its ranges, or one window to scale. */
export async function mapLayout(files: readonly string[], layout: Layout, options: MapLayoutOptions): Promise<void> {
  const { svg, pool, ascii = false } = options
  if (svg === undefined && pool === undefined) return print(layoutText(layout, { ascii }))
  const [window, ...others] = chooseWindows(files, layout, pool)
  if (window === undefined || others.length > 0) {
    const names = [window, ...others].flatMap((chosen) => chosen?.window.label ?? []).slice(0, 8)
    throw new Failure(
      files.map(inputName).join(', '),
      `holds ${others.length + 1} windows: choose one by --pool (${names.join(', ')})`,
    )
  }
  const drawn = drawWindow(window, options)
  if (svg === undefined || svg === '-') return print(drawn)
  await replaceFile(svg, drawn)
}

/** Writes the page to explore. */
export async function writePage(target: string, files: readonly string[], options: MapLayoutOptions): Promise<void> {
  const { compare, format, title } = options
  const layout = await readLayouts(files, format)
  const compared = compare === undefined ? undefined : await readLayouts([compare], format)
  const page = layoutPage(layout, {
    title: title ?? files.map((file) => basename(inputName(file))).join(', '),
    ...(compared !== undefined && { compared, comparedTitle: basename(inputName(compare as string)) }),
  })
  if (target === '-') return print(page)
  await replaceFile(target, page)
}

function drawWindow({ window, allocator }: ChosenWindow, options: MapLayoutOptions): string {
  const labels = new Map(window.children.map((child) => [child.start, child.label]))
  const { svg, title = window.label, width, ascii, color, window: part } = options
  const format = svg === undefined ? 'text' : 'svg'
  return renderMap(allocator, { format, width, ascii, color, title, labels, window: part })
}
