// Reads the crate's recorded answers in vectors/: compressed in the package, plain in the repository.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { PACKAGE_FOLDER } from './package-folder.ts'
import type { Vector } from './vector.ts'

const FORMAT = 1
const DIRECTORY = join(PACKAGE_FOLDER, 'vectors')

/** All recorded vectors, in the order of their files' names. */
export function readVectors(): Vector[] {
  const names = readdirSync(DIRECTORY).filter((name) => /\.json(\.gz)?$/.test(name) && name !== 'schema.json')
  return names.sort().flatMap((name) => {
    const { format, vectors } = JSON.parse(readText(join(DIRECTORY, name)))
    if (format !== FORMAT) throw new Error(`vectors/${name}: its format is ${format}, not ${FORMAT}`)
    return vectors as Vector[]
  })
}

function readText(path: string): string {
  const content = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(content) : content).toString()
}
