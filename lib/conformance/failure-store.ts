// Generated sequences that failed, kept where tools keep their caches, so that the next run begins with them.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Oracle, record } from './cases/crate.ts'
import { callOf, type Vector } from './cases/vector.ts'
import type { Report } from './reports/report.ts'

/** The store of one port; in a folder without `node_modules` nothing is kept. */
export class FailureStore {
  readonly #file: string | undefined
  readonly #oracle: Oracle

  constructor(port: string, oracle: Oracle = 'crate', folder = process.cwd()) {
    this.#oracle = oracle
    const name = createHash('sha256').update(resolve(port)).update(oracle).digest('hex').slice(0, 16)
    const modules = join(folder, 'node_modules')
    this.#file = existsSync(modules) ? join(modules, '.cache', 'vm-allocator', `conformance-${name}.json`) : undefined
  }

  /** The sequences of the last run, answered by the crate anew. One that can't be read is as good as none. */
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

  /** Keeps what failed, and forgets the rest. */
  write({ failures }: Report): void {
    if (this.#file === undefined) return
    const vectors = failures.flatMap(({ vector }) => (vector.id.startsWith('generated') ? [vector] : []))
    // Deno asks for the permission to write even where there is nothing to remove.
    if (existsSync(this.#file)) rmSync(this.#file)
    if (vectors.length === 0) return
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, JSON.stringify(vectors))
  }
}
