import { createReadStream, fstatSync, type Stats, statSync } from 'node:fs'
import { Failure, systemFailure } from './failure.ts'

/** Bytes; a snapshot of about two million ranges. */
const LARGEST_INPUT = 256 * 2 ** 20

/** Reads a whole file, or standard input for `-`. */
export async function readInput(file: string): Promise<Uint8Array> {
  const name = inputName(file)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      length += chunk.length
      if (length > LARGEST_INPUT) throw new Failure(name, `is larger than ${LARGEST_INPUT / 2 ** 20} MiB`)
      chunks.push(chunk)
    }
  } catch (error) {
    throw systemFailure(name, error)
  }
  return Buffer.concat(chunks, length)
}

/** How messages call a file of the command line. */
export function inputName(file: string): string {
  return file === '-' ? 'standard input' : file
}

/** Whether `target` is the file that `input` is read from, under this name or another. */
export function isInput(target: string, input: string): boolean {
  const [read, written] = [identity(input), identity(target)]
  return read?.isFile() === true && read.dev === written?.dev && read.ino === written.ino
}

function identity(file: string): Stats | undefined {
  try {
    return file === '-' ? fstatSync(0) : statSync(file)
  } catch {
    return undefined
  }
}
