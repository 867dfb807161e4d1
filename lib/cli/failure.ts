import { getSystemErrorMap } from 'node:util'
import { fitColumns } from '../text/columns.ts'
import { printable } from '../text/terminal.ts'

/** In columns. Longer lines are cut. */
const LONGEST = 8000

/** A failure that the user can fix, printed in one line without a stack. */
export class CommandFailure extends Error {
  /**
   * @param subject what failed: a file, an option
   * @param reason what is wrong with it
   */
  constructor(subject: string, reason: string, options?: ErrorOptions) {
    super(fitColumns(printable(`${subject}: ${reason}`), LONGEST, '…'), options)
  }
}

/** Turns a system error into a failure with the system's message; returns any other error unchanged. */
export function systemFailure(subject: string, error: unknown): unknown {
  const code = errorNumber(error)
  const description = code === undefined ? undefined : getSystemErrorMap().get(code)?.[1]
  const reason = isSystemError(error, 'EISDIR') ? 'is a directory' : description
  return reason === undefined ? error : new CommandFailure(subject, reason, { cause: error })
}

/** Whether an error is the operating system's `name`, such as `ENOENT`. */
export function isSystemError(error: unknown, name: string): boolean {
  return error instanceof Error && 'code' in error && error.code === name
}

function errorNumber(error: unknown): number | undefined {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined
}
