import { fitColumns } from '../text/columns.ts'
import { printable } from '../text/terminal.ts'
import type { Row } from './fold.ts'
import { formatShare } from './format.ts'
import type { Notation } from './notation.ts'

/** The widest name of a region, in columns. */
const NAME_COLUMNS = 40

/** The remarks on a row, besides its name and state. */
export function remarksOf(
  { remark, summary, start, end, state }: Pick<Row, 'remark' | 'summary' | 'start' | 'end' | 'state'>,
  notation: Notation,
  dash: string,
): string[] {
  const remarks: string[] = []
  if (remark?.over !== undefined) {
    const more = remark.moreRegions === 0 ? '' : ` and ${remark.moreRegions} more`
    const name = remark.over === '' ? 'a region' : fitColumns(printable(remark.over), NAME_COLUMNS, '…')
    remarks.push(`over ${name}${more}`)
  }
  if (remark?.partOf !== undefined) {
    remarks.push(`part of ${notation.place(remark.partOf.start)} ${dash} ${notation.place(remark.partOf.end)}`)
  }
  if (summary !== undefined) {
    const lost = summary.lostRanges === 0 ? '' : `, ${summary.lostRanges} lost`
    const share = state === 'mixed' ? `, ${formatShare(summary.allocated, end - start + 1n)} allocated` : ''
    remarks.push(`${summary.ranges} ranges${share}${lost}`)
  }
  return remarks
}
