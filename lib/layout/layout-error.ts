import { printable } from '../text/terminal.ts'
import type { LayoutFormat } from './format.ts'

/** A file that can't be read as a layout: what is wrong with it, and where. */
export class LayoutError extends Error {
  /** `LayoutError` */
  override readonly name = 'LayoutError'
  /** `ERR_LAYOUT` */
  readonly code = 'ERR_LAYOUT'
  /** The format that the file was read as; `undefined` when it isn't a readable one. */
  readonly format: LayoutFormat | undefined
  /** The line, from 1; `undefined` when it is about the whole file. */
  readonly line: number | undefined
  /** What is wrong, without the line. */
  readonly reason: string

  constructor(reason: string, format?: LayoutFormat, line?: number) {
    super(printable(line === undefined ? reason : `line ${line}: ${reason}`))
    this.format = format
    this.line = line
    this.reason = reason
  }
}
