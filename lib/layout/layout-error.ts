import { printable } from '../text/terminal.ts'
import type { LayoutFormat } from './format.ts'

/** A file that can't be read as a layout: what is wrong with it, and where. */
export class LayoutError extends Error {
  /** `LayoutError` */
  override readonly name = 'LayoutError'
  /** `ERR_LAYOUT` */
  readonly code = 'ERR_LAYOUT'
  /** The format the file was read as; `undefined` if no format was recognised. */
  readonly format: LayoutFormat | undefined
  /** The line, starting at 1; `undefined` if the error is about the whole file. */
  readonly line: number | undefined
  /** The reason, without the line. */
  readonly reason: string

  constructor(reason: string, format?: LayoutFormat, line?: number) {
    super(printable(line === undefined ? reason : `line ${line}: ${reason}`))
    this.format = format
    this.line = line
    this.reason = reason
  }
}
