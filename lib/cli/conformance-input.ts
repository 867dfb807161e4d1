// Checks the conformance command's arguments before the port runs.
import { InvalidArgumentError } from 'commander'
import { isOneOf, recordedCases } from '../conformance/cases/list-cases.ts'
import type { Vector } from '../conformance/cases/vector.ts'
import { CommandFailure } from './failure.ts'

/** The highest seed: fast-check takes signed 32-bit numbers. */
const HIGHEST_SEED = 2 ** 31 - 1
/** The highest number in a path: fast-check skips the sequences before it one by one. */
const HIGHEST_NUMBER = 10_000_000

/** Reads the value of `--seed`. */
export function seedOf(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= HIGHEST_SEED) return Number(text)
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${HIGHEST_SEED}.`)
}

/** Reads the value of `--path`. */
export function pathOf(text: string): string {
  const numbers = text.split(':')
  if (numbers.every((number) => /^\d{1,8}$/.test(number) && Number(number) <= HIGHEST_NUMBER)) return text
  throw new InvalidArgumentError(
    `It must be what a report says after --path: numbers up to ${HIGHEST_NUMBER} and colons.`,
  )
}

/** The names of cases that aren't recorded. */
const MADE: Pick<Vector, 'id' | 'tags'> = { id: 'generated', tags: ['topic:exhaustive', 'type:AddressAllocator'] }

/** Refuses a name that no case has, which would otherwise run fewer cases than intended. */
export function refuseUnknownNames(names: readonly string[], stored: readonly Vector[]): void {
  if (names.length === 0) return
  const cases = [...stored, MADE, ...recordedCases()]
  for (const name of names) {
    if (cases.some((vector) => isOneOf(vector, [name]))) continue
    const [, seed, path] = /^generated-(\d+)-([\d:]+)$/.exec(name) ?? []
    if (path !== undefined)
      throw new CommandFailure(`--only ${name}`, `is no longer stored; run it again with --seed ${seed} --path ${path}`)
    if (name.startsWith('generated-'))
      throw new CommandFailure(`--only ${name}`, 'is no longer stored; run without --only')
    throw new CommandFailure(`--only ${name}`, 'no case has this id or tag; vectors/README.md lists the tags')
  }
}
