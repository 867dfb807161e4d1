// Known deviations: differences that a port's author has accepted, with a reason. They pass while they occur as
// described, and fail the run when they no longer do.
import { isDeepStrictEqual } from 'node:util'
import { webLink } from '../../text/link.ts'
import type { Oracle } from '../cases/crate.ts'
import type { Vector } from '../cases/vector.ts'
import { isFault } from '../port/port-answer.ts'
import { type Divergence, deviationsOf, type Outcome } from './outcome.ts'

/** An accepted difference: of one vector, by `id`, or of all vectors with a `tag`. */
export interface KnownDeviation {
  /** The vector's id. */
  readonly id?: string
  /** `deviation:D1` for every call at which the crate shows D1, or any other tag of the vectors. */
  readonly tag?: string
  /** With `id`: the operation that differs, and how. */
  readonly difference?: Pick<Divergence, 'step' | 'status' | 'actual'>
  /** Why the port differs. */
  readonly reason: string
  /** Where to read more. */
  readonly link?: string
}

/** A file of known deviations. */
export interface KnownFile {
  /** The version of the format. */
  readonly format: 1
  /** The differences. */
  readonly known: readonly KnownDeviation[]
}

/**
 * Reads a file of known deviations.
 *
 * @example
 * ```ts
 * const text = '{"format":1,"known":[{"tag":"deviation:D1","reason":"We never hand out live addresses."}]}'
 * parseKnown(text).known.length // 1
 * ```
 * @param text - the file's text, JSON
 * @throws SyntaxError if it is not JSON; Error with the place and the reason if it has another format
 */
export function parseKnown(text: string): KnownFile {
  const document = JSON.parse(text) as Partial<KnownFile> | null
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new Error('$: must be an object')
  if (document.format !== 1) throw new Error('$.format: must be 1')
  if (!Array.isArray(document.known)) throw new Error('$.known: must be a list')
  for (const [index, entry] of document.known.entries()) {
    const place = `$.known[${index}]`
    if (typeof entry?.reason !== 'string' || entry.reason === '') throw new Error(`${place}.reason: must be a text`)
    if ((typeof entry.id === 'string') === (typeof entry.tag === 'string')) {
      throw new Error(`${place}: must have either an id or a tag`)
    }
    if (entry.link !== undefined && webLink(entry.link) === undefined)
      throw new Error(`${place}.link: must be an http or https address`)
  }
  return document as KnownFile
}

/** Remembers which of the known deviations occurred. */
export class KnownDeviations {
  readonly #entries: readonly KnownDeviation[]
  readonly #met = new Set<KnownDeviation>()

  /** Sound mode has no numbered deviations, so entries about them don't apply to comparisons with it. */
  constructor(entries: readonly KnownDeviation[], oracle: Oracle = 'crate') {
    this.#entries = entries.filter(({ tag }) => oracle === 'crate' || tag?.startsWith('deviation:') !== true)
  }

  /** Finds the entries that describe a difference, marks all of them as having occurred, and returns the first. */
  match(vector: Vector, divergence: Divergence | undefined): KnownDeviation | undefined {
    if (divergence === undefined) return undefined
    const deviations = deviationsOf(divergence)
    const entries = this.#entries.filter(({ id, tag, difference }) =>
      id === undefined
        ? deviations.some((number) => tag === `deviation:${number}`) || isTagged(vector.tags, tag)
        : id === vector.id && (difference === undefined || isSame(difference, divergence)),
    )
    for (const entry of entries) this.#met.add(entry)
    return entries[0]
  }

  /** The entries that didn't occur. */
  unmet(): KnownDeviation[] {
    return this.#entries.filter((entry) => !this.#met.has(entry))
  }
}

function isTagged(tags: readonly string[], tag: string | undefined): boolean {
  return tag !== undefined && !tag.startsWith('deviation:') && tags.includes(tag)
}

function isSame(
  difference: Pick<Divergence, 'step' | 'status' | 'actual'>,
  { step, status, actual }: Divergence,
): boolean {
  return isDeepStrictEqual(
    { ...difference, actual: withoutDetail(difference.actual) },
    { step, status, actual: withoutDetail(actual) },
  )
}

/** Ignore a fault's detail, which can contain time limits and paths. */
function withoutDetail(actual: unknown): unknown {
  return isFault(actual) ? actual.fault : actual
}

/**
 * Makes a file that accepts the failures of a run. Generated failures are accepted only through deviations that explain
 * them.
 */
export function knownFileOf(failures: readonly Outcome[], before: readonly KnownDeviation[] = []): KnownFile {
  const explained = fewestDeviations(failures).map((deviation): KnownDeviation => {
    return { tag: `deviation:${deviation}`, reason: `Differs from ${deviation}.` }
  })
  const others = failures.flatMap(({ vector, divergence }): KnownDeviation[] => {
    if (divergence === undefined || divergence.causes.length > 0 || vector.id.startsWith('generated-')) return []
    const { step, status, actual } = divergence
    return [{ id: vector.id, difference: { step, status, actual }, reason: 'Not investigated yet.' }]
  })
  const known = [...before, ...explained, ...others]
  const unique = known.filter((entry, index) => known.findIndex((other) => nameOf(other) === nameOf(entry)) === index)
  return { format: 1, known: unique }
}

/** Chooses deviations that explain as many failures as possible: for each failure, the one that explains the most. */
function fewestDeviations(failures: readonly Outcome[]): string[] {
  const chosen: string[] = []
  let left = failures.map(({ divergence }) => (divergence === undefined ? [] : deviationsOf(divergence)))
  for (;;) {
    left = left.filter((deviations) => deviations.length > 0 && !deviations.some((one) => chosen.includes(one)))
    const counts = new Map<string, number>()
    for (const deviation of left.flat()) counts.set(deviation, (counts.get(deviation) ?? 0) + 1)
    const [most] = [...counts].sort(([one, times], [other, others]) => others - times || one.localeCompare(other))
    if (most === undefined) return chosen.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    chosen.push(most[0])
  }
}

/** The id or tag of an entry. */
export function nameOf({ id, tag }: KnownDeviation): string {
  return id ?? tag ?? ''
}
