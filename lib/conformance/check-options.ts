import type { Oracle } from './cases/crate.ts'
import type { Vector } from './cases/vector.ts'
import { LEVELS, type Level } from './judging/judge.ts'
import type { KnownDeviation } from './judging/known.ts'
import type { Heartbeat } from './judging/run-vector.ts'

/**
 * What to check, and how strictly.
 *
 * @example
 * ```ts
 * const options: CheckOptions = { level: 'messages', runs: 10_000, seed: 7, only: ['LastMatch', 'generated'] }
 * ```
 */
export interface CheckOptions {
  /** How closely answers must agree. Default: `'errors'`. */
  readonly level?: Level | undefined
  /**
   * What to compare with: the bare crate, or this package's sound mode, for a port that fixes the crate's surprises.
   * Default: `'crate'`.
   */
  readonly oracle?: Oracle | undefined
  /** How many generated sequences to run. Default: 1000. */
  readonly runs?: number | undefined
  /** The seed of the generated sequences, 0 to 2³¹−1. Default: taken from the clock. */
  readonly seed?: number | undefined
  /** Replays one generated failure, together with its `seed`. */
  readonly path?: string | undefined
  /** Run only cases with one of these tags or ids. Generated cases are left out unless `generated` is among them. */
  readonly only?: readonly string[] | undefined
  /** Also make every call in every state of small spaces. Default: `false`. */
  readonly exhaustive?: boolean | undefined
  /** Whether unsupported cases fail the run. Default: `false`. */
  readonly complete?: boolean | undefined
  /** Differences that are accepted. Default: none. */
  readonly known?: readonly KnownDeviation[] | undefined
  /** Cases that failed before, to run first. */
  readonly replay?: readonly Vector[] | undefined
  /** How long a promise of the port may take, in milliseconds. Default: 2000. */
  readonly stepLimit?: number | undefined
  /** Ids of cases to leave out, such as one that never returned. */
  readonly skip?: readonly string[] | undefined
  /** Called before each case. */
  readonly onCase?: ((vector: Vector) => void) | undefined
  /** Called before each step with its position; -1 is the construction, and -2 the end of a case. */
  readonly onStep?: Heartbeat | undefined
}

interface Kind {
  readonly expected: string
  fits(value: unknown): boolean
}

const WHOLE: Kind = {
  expected: 'a whole number from 0 on',
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
}
const SEED: Kind = {
  expected: 'a whole number from 0 to 2147483647',
  fits: (value) => WHOLE.fits(value) && Number(value) < 2 ** 31,
}
const YES_OR_NO: Kind = { expected: 'true or false', fits: (value) => typeof value === 'boolean' }
const TEXT: Kind = { expected: 'a text', fits: (value) => typeof value === 'string' }
const TEXTS: Kind = { expected: 'a list of texts', fits: (value) => Array.isArray(value) && value.every(TEXT.fits) }
const isVector = (value: unknown) =>
  typeof value === 'object' && value !== null && Array.isArray((value as Partial<Vector>).operations)
const VECTORS: Kind = { expected: 'a list of vectors', fits: (value) => Array.isArray(value) && value.every(isVector) }
const LIST: Kind = { expected: 'a list', fits: Array.isArray }
const FUNCTION: Kind = { expected: 'a function', fits: (value) => typeof value === 'function' }

const OPTIONS: Readonly<Record<keyof CheckOptions, Kind>> = {
  level: { expected: LEVELS.join(', '), fits: (value) => (LEVELS as readonly unknown[]).includes(value) },
  oracle: { expected: 'crate or sound', fits: (value) => value === 'crate' || value === 'sound' },
  runs: WHOLE,
  seed: SEED,
  path: TEXT,
  only: TEXTS,
  exhaustive: YES_OR_NO,
  complete: YES_OR_NO,
  known: LIST,
  replay: VECTORS,
  stepLimit: WHOLE,
  skip: TEXTS,
  onCase: FUNCTION,
  onStep: FUNCTION,
}

/** Refuses unknown or invalid options: a misspelled name would silently check less. */
export function validateOptions(options: CheckOptions): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError('The "options" argument must be an object')
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof CheckOptions] : undefined
    if (kind === undefined) throw new TypeError(`There is no option "${name}"`)
    if (value !== undefined && !kind.fits(value)) throw new TypeError(`The option "${name}" must be ${kind.expected}`)
  }
  if (options.path !== undefined && options.seed === undefined)
    throw new TypeError('The option "path" needs the "seed" that it belongs to')
}
