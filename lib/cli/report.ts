import { CommanderError } from 'commander'
import { printableLines } from '../text/terminal.ts'

/** Tells a failure on standard error, in one line unless it is about more; its exit status, 0 or 1. */
export function reportFailure(error: unknown): 0 | 1 {
  // Commander has told it already; it fails with 0 too, for --help and --version.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1
  console.error(`vm-allocator: ${printableLines(error instanceof Error ? error.message : String(error))}`)
  return 1
}
