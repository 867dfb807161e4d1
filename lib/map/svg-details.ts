import type { Row, Summary } from './fold.ts'
import { formatShare } from './format.ts'
import { sizeOf } from './layout.ts'
import type { OverviewLine } from './overview.ts'
import { remarksOf } from './remarks.ts'
import type { Box, Canvas, Part } from './svg-canvas.ts'
import {
  describeRange,
  drawBox,
  drawOutside,
  drawText,
  drawTorn,
  fitText,
  MARGIN,
  placeWidth,
  textWidth,
  withTooltip,
} from './svg-canvas.ts'
import { element } from './svg-element.ts'
import { scaleOf } from './svg-scale.ts'

const FONT = 11.5
const PLACE_FONT = 11
const COLUMN_GAP = 28
const PLACE_GAP = 8
const BLOCK_LEAST = 190
const BLOCK_PADDING = 8
const ROW_GAP = 2
/** The width of the coloured edge of an allocated range. */
const ACCENT = 5
/** Up to this many rows, heights show orders of magnitude; with more, free ranges that aren't notable are thin. */
const ROOMY = 60
const THIN = 7
/** In a long list, this many of the largest free ranges are notable. */
const NOTABLE = 24
const ROWS_A_COLUMN = 10

/** A row with its height in pixels, and whether it is a thin line without text. */
interface Block {
  readonly row: Row
  readonly height: number
  readonly thin: boolean
  readonly torn: boolean
}

/** Draws every row as a block in address order, in columns read from top to bottom. */
export function drawDetails(rows: readonly Row[], elided: readonly OverviewLine[], canvas: Canvas, top: number): Part {
  const blocks = blocksOf(rows, elided)
  const before = placeWidth(canvas, PLACE_FONT) + PLACE_GAP
  const inner = canvas.width - 2 * MARGIN
  const fitting = Math.floor((inner + COLUMN_GAP) / (before + BLOCK_LEAST + COLUMN_GAP))
  const count = Math.max(1, Math.min(fitting, Math.ceil(rows.length / ROWS_A_COLUMN)))
  const width = (inner - (count - 1) * COLUMN_GAP) / count
  const columns = flow(blocks, count)
  const drawn = columns.map((column, at) => {
    const box = { x: MARGIN + at * (width + COLUMN_GAP) + before, y: top, width: width - before, height: 0 }
    return drawColumn(column, canvas, box)
  })
  return { markup: drawn.join(''), height: Math.max(...columns.map(heightOf)) }
}

function blocksOf(rows: readonly Row[], elided: readonly OverviewLine[]): Block[] {
  const roomy = rows.length <= ROOMY
  const free = rows.filter((row) => row.state === 'free').map(sizeOf)
  const notable = free.sort((a, b) => (a > b ? -1 : 1))[NOTABLE - 1] ?? 0n
  const smallest = rows.map(sizeOf).reduce((least, size) => (size < least ? size : least))
  return rows.map((row) => {
    const size = sizeOf(row)
    const thin = !roomy && row.state === 'free' && size < notable
    const magnitude = Math.min(4, Math.floor(((size / smallest).toString(2).length - 1) / 4))
    const torn =
      (row.state === 'free' || row.state === 'region') &&
      elided.some((line) => line.start <= row.end && line.end >= row.start)
    const height = thin ? THIN : roomy ? 22 + 4 * magnitude : torn ? 22 : 18
    return { row, height, thin, torn }
  })
}

/** Distributes the blocks over columns of nearly equal height. */
function flow(blocks: readonly Block[], count: number): Block[][] {
  let columns = fill(blocks, heightOf(blocks))
  for (let high = heightOf(blocks), low = Math.floor(high / count); low < high; ) {
    const middle = (low + high) >> 1
    const attempt = fill(blocks, middle)
    if (attempt.length > count) low = middle + 1
    else {
      high = middle
      columns = attempt
    }
  }
  return columns
}

function fill(blocks: readonly Block[], height: number): Block[][] {
  const columns: Block[][] = [[]]
  let left = height
  for (const block of blocks) {
    if (block.height + ROW_GAP > left && columns.at(-1)?.length !== 0) {
      columns.push([])
      left = height
    }
    left -= block.height + ROW_GAP
    columns.at(-1)?.push(block)
  }
  return columns
}

function heightOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.height + ROW_GAP, 0)
}

function drawColumn(blocks: readonly Block[], canvas: Canvas, column: Box): string {
  let { y } = column
  let markup = ''
  for (const block of blocks) {
    markup += drawBlock(block, canvas, { ...column, y, height: block.height })
    y += block.height + ROW_GAP
  }
  return markup
}

function drawBlock(block: Block, canvas: Canvas, box: Box): string {
  const { row } = block
  const size = sizeText(row, canvas)
  const stride = strideOf(row, canvas)
  const tooltip = describeRange(canvas, row, stride === '' ? size : `${size} ${stride}`)
  const shape = drawShape(block, canvas, box)
  if (block.thin) return withTooltip(tooltip, shape)
  const base = box.y + box.height / 2 + 4
  const axis = { class: 'axis', 'text-anchor': 'end' }
  const place = drawText(box.x - PLACE_GAP, base, canvas.notation.place(row.start), axis)
  const style = { class: row.state === 'free' ? 'soft' : undefined, 'font-size': FONT }
  const right = drawText(box.x + box.width - BLOCK_PADDING, base, size, { ...style, 'text-anchor': 'end' })
  const room = box.width - 3 * BLOCK_PADDING - ACCENT - textWidth(size, FONT)
  const left = drawText(box.x + ACCENT + BLOCK_PADDING, base, fitText(nameOf(row, canvas), room, FONT), style)
  return withTooltip(tooltip, shape + place + left + right)
}

/** Allocated ranges are pale here, so that the text is readable, with an edge in their overview colour. */
function drawShape(block: Block, canvas: Canvas, box: Box): string {
  const { row } = block
  if (row.state === 'mixed') return drawMixed(row, canvas, box)
  if (block.torn) return drawTorn(box, row.state)
  if (row.state !== 'allocated') return drawBox(canvas, box, { ...row, state: row.state })
  const paper = element('rect', { ...box, rx: 2, class: 'paper' })
  const edge = drawBox(canvas, { ...box, width: ACCENT }, { ...row, state: row.state, outside: false })
  return paper + edge + drawOutside(box, row)
}

/** The coloured part of the block shows the allocated share. */
function drawMixed(row: Row, canvas: Canvas, box: Box): string {
  const free = drawBox(canvas, box, { state: 'free', outside: row.outside, alternate: false })
  const width = scaleOf(row.summary?.allocated ?? 0n, row, box.width)
  return free + element('rect', { ...box, width, rx: 2, class: 'paper' })
}

function nameOf(row: Row, canvas: Canvas): string {
  const outside = row.outside ? ', outside' : ''
  if (row.summary !== undefined) return shortSummary(row, row.summary)
  const remarks = remarksOf(row, canvas.notation, '–')
  if (row.state === 'free' || row.state === 'lost') return [row.state + outside, ...remarks].join(', ')
  return [row.label, strideOf(row, canvas), ...remarks].filter((text) => text !== '').join(', ')
}

/** Describes a summary briefly. Only mixed states need the share in words: the block shows it too. */
function shortSummary(row: Row, { ranges, allocated }: Summary): string {
  return row.state === 'mixed' ? `${ranges} ranges, ${formatShare(allocated, row.each)}` : `${ranges} ranges`
}

/** The distance between the ranges of a fold, if they aren't adjacent. */
function strideOf(row: Row, canvas: Canvas): string {
  return row.gap === 0n ? '' : `every ${canvas.notation.size(row.each + row.gap)}`
}

function sizeText(row: Row, canvas: Canvas): string {
  const each = canvas.notation.size(row.each)
  if (row.count === 1) return each
  return `${row.count} × ${/ .* /.test(each) ? `(${each})` : each}`
}
