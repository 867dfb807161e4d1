// Stores generated sequences that failed, where tools keep their caches, so that the next run starts with them.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Oracle, record } from './cases/crate.ts'
import { callOf, type Vector } from './cases/vector.ts'
import type { Report } from './reports/report.ts'

/** The store of one port. Without a `node_modules` folder, nothing is stored. */
export class FailureStore {
  readonly #file: string | undefined
  readonly #oracle: Oracle

  constructor(port: string, oracle: Oracle = 'crate', folder = process.cwd()) {
    this.#oracle = oracle
    const name = createHash('sha256').update(resolve(port)).update(oracle).digest('hex').slice(0, 16)
    const modules = join(folder, 'node_modules')
    this.#file = existsSync(modules) ? join(modules, '.cache', 'vm-allocator', `conformance-${name}.json`) : undefined
  }

  /** The sequences of the last run, with new answers from the crate. Unreadable ones are ignored. */
  read(): Vector[] {
    if (this.#file === undefined || !existsSync(this.#file)) return []
    try {
      const vectors = JSON.parse(readFileSync(this.#file, 'utf8')) as Vector[]
      return vectors.map(({ id, title, create, operations }) => {
        const calls = operations.map((operation) => () => callOf(operation))
        return record({ id, title }, create, calls, this.#oracle)
      })
    } catch {
      return []
    }
  }

  /** Stores the failures of this run in place of earlier ones. */
  write({ failures }: Report): void {
    if (this.#file === undefined) return
    const vectors = failures.flatMap(({ vector }) => (vector.id.startsWith('generated') ? [vector] : []))
    // Deno asks for write permission even if there is nothing to remove.
    if (existsSync(this.#file)) rmSync(this.#file)
    if (vectors.length === 0) return
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, JSON.stringify(vectors))
  }
}
