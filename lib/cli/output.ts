import { formatJson } from '../text/json.ts'
import { printable } from '../text/terminal.ts'
import { isSystemError, systemFailure } from './failure.ts'

/**
 * Writes to standard output, and waits until everything is written. If the reader has left, as in `| head`, the process
 * ends quietly with the exit status set so far.
 */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      if (isSystemError(error, 'EPIPE')) process.exit()
      reject(systemFailure('standard output', error))
    }
    process.stdout.once('error', refuse)
    process.stdout.write(text, (error) => {
      if (error) return refuse(error)
      process.stdout.off('error', refuse)
      resolve()
    })
  })
}

/** Prints a text as one line, with control characters escaped. */
export function printLine(text: string): Promise<void> {
  return print(`${printable(text)}\n`)
}

/** Prints a value as indented JSON. */
export function printJson(value: unknown): Promise<void> {
  return print(`${formatJson(value)}\n`)
}

/** Ends the process quietly when a reader has left, even if something other than {@link print} writes. */
export function endWithReader(): void {
  process.stdout.on('error', (error) => {
    if (isSystemError(error, 'EPIPE')) process.exit()
  })
  // The exit status still reports the result.
  process.stderr.on('error', () => {})
}
