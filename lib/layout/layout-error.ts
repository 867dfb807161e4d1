import { toU32, wrongType } from '../argument.ts'
import { addEntryPoints } from '../caller.ts'
import { printable } from '../text/terminal.ts'
import { isFormat, type LayoutFormat } from './format.ts'

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

  /**
   * @param reason - the reason, without the line
   * @param format - the format that the file was read as
   * @param line - the line, starting at 1
   * @throws TypeError `ERR_INVALID_ARG_TYPE`, RangeError `ERR_OUT_OF_RANGE` when an argument has the wrong type, or
   *   `line` is not a u32
   */
  constructor(reason: string, format?: LayoutFormat, line?: number) {
    if (typeof reason !== 'string') throw wrongType('reason', 'a string', reason)
    if (format !== undefined && !isFormat(format)) throw wrongType('format', 'the name of a format', format)
    if (line !== undefined) toU32('line', line)
    super(printable(line === undefined ? reason : `line ${line}: ${reason}`))
    this.format = format
    this.line = line
    this.reason = reason
  }
}

addEntryPoints(LayoutError)
