import { CommanderError } from 'commander'
import { printableLines } from '../text/terminal.ts'

/** Prints a failure on standard error, usually in one line. Returns the exit status, 0 or 1. */
export function reportFailure(error: unknown): 0 | 1 {
  // Commander has printed it already. It also throws for --help and --version, with status 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1
  console.error(`vm-allocator: ${printableLines(error instanceof Error ? error.message : String(error))}`)
  return 1
}
