import { formatSize } from '../map/format.ts'
import { printable } from '../text/terminal.ts'

/** Bytes; less is read in under two seconds on slow machines too. */
const LARGE = 8 * 2 ** 20

/**
 * Does something with the bytes of a file that keeps the process busy. At a terminal, a line says so meanwhile when there
 * are many; it is gone afterwards.
 */
export async function whileTelling<T>(what: string, bytes: number, work: () => T): Promise<T> {
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
