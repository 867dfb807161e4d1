import { isSystemError, systemFailure } from './failure.ts'

/**
 * Writes to standard output, and waits until it is written. When the reader has left, as in `| head`, the process ends
 * quietly with the exit status that is set by then.
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

/** Prints a value as indented JSON. */
export function printJson(value: unknown): Promise<void> {
  return print(`${JSON.stringify(value, null, 2)}\n`)
}
