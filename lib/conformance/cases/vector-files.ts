// The crate's recorded answers, as the package carries them in vectors/.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_FOLDER } from './package-folder.ts'
import type { Vector } from './vector.ts'

const FORMAT = 1
const DIRECTORY = join(PACKAGE_FOLDER, 'vectors')

/** All recorded vectors, in the order of their files' names. */
export function readVectors(): Vector[] {
  const names = readdirSync(DIRECTORY).filter((name) => name.endsWith('.json') && name !== 'schema.json')
  return names.sort().flatMap((name) => {
    const { format, vectors } = JSON.parse(readFileSync(join(DIRECTORY, name), 'utf8'))
    if (format !== FORMAT) throw new Error(`vectors/${name}: its format is ${format}, not ${FORMAT}`)
    return vectors as Vector[]
  })
}
