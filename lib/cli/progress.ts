import { formatSize } from '../map/format.ts'
import { printable } from '../text/terminal.ts'

/** In bytes. Smaller files take less than two seconds, even on slow machines. */
const LARGE = 8 * 2 ** 20

/**
 * Runs work on the bytes of a file that blocks the process. If there are many bytes and standard error is a terminal, a
 * line says so until the work is done.
 */
export async function withProgress<T>(what: string, bytes: number, work: () => T): Promise<T> {
  if (!process.stderr.isTTY || bytes < LARGE) return work()
  const columns = process.stderr.columns ?? 80
  const line = printable(`${what}, ${formatSize(BigInt(bytes))}…`).slice(0, Math.max(1, columns - 1))
  await new Promise((resolve) => process.stderr.write(line, resolve))
  try {
    return work()
  } finally {
    process.stderr.write('\r\u001b[K')
  }
}
