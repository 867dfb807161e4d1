// Copies of the example port, each with one fault in it.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importSource } from '../support/import-source.ts'
import type { Fault } from './fault.ts'

const PORT = fileURLToPath(new URL('../../examples/port/', import.meta.url))

/** Plants a fault into a copy of the port. */
export function plant({ file, find, replace }: Fault): { file: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-port-'))
  cpSync(PORT, folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const source = readFileSync(join(folder, file), 'utf8')
  if (source.split(find).length !== 2) throw new Error(`${file} doesn't have this once: ${find}`)
  writeFileSync(
    join(folder, file),
    source.replace(find, () => replace),
  )
  return { file: join(folder, 'index.ts'), remove: () => rmSync(folder, { recursive: true }) }
}

/** The port with the fault, as a module. */
export async function importPlanted(fault: Fault): Promise<object> {
  const { file, remove } = plant(fault)
  try {
    return await importSource(file)
  } finally {
    remove()
  }
}
