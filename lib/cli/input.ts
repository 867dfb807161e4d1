import { type BigIntStats, createReadStream, fstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { CommandFailure, systemFailure } from './failure.ts'

/** In bytes: enough for a snapshot of about two million ranges. */
const LARGEST_INPUT = 256 * 2 ** 20

/** Reads a file, or standard input for `-`. Refuses larger inputs. */
export async function readInput(file: string, largest = LARGEST_INPUT): Promise<Uint8Array> {
  const name = inputName(file)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      length += chunk.length
      if (length > largest) throw new CommandFailure(name, `is larger than ${largest / 2 ** 20} MiB`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw systemFailure(name, error)
  }
  return Buffer.concat(chunks, length)
}

/** The name of an input in messages. */
export function inputName(file: string): string {
  return file === '-' ? 'standard input' : file
}

/**
 * Refuses to write to an input file, even under another name or if neither exists yet. Call it before any work starts.
 */
export function refuseInput(target: string, inputs: readonly (string | undefined)[]): void {
  const written = identity(target)
  for (const input of inputs) {
    if (input === undefined) continue
    const read = identity(input)
    const isSame =
      read === undefined && written === undefined
        ? placeOf(input) === placeOf(target)
        : read?.isFile() === true && read.dev === written?.dev && read.ino === written.ino
    if (isSame) throw new CommandFailure(target, 'is also an input file')
  }
}

/** The absolute path of a file that doesn't exist yet. */
function placeOf(file: string): string {
  try {
    return join(realpathSync(dirname(file)), basename(file))
  } catch {
    return resolve(file)
  }
}

function identity(file: string): BigIntStats | undefined {
  try {
    return file === '-' ? fstatSync(0, { bigint: true }) : statSync(file, { bigint: true })
  } catch {
    return undefined
  }
}
