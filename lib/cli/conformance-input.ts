// What can be refused of the conformance command's arguments before a port runs.
import { InvalidArgumentError } from 'commander'
import { isOneOf, recordedCases } from '../conformance/cases/list-cases.ts'
import type { Vector } from '../conformance/cases/vector.ts'
import { CommandFailure } from './failure.ts'

/** The highest seed: fast-check's are signed numbers of 32 bits. */
const HIGHEST_SEED = 2 ** 31 - 1
/** The sequences before the replayed one are skipped one by one. */
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

/** Cases that aren't recorded, by the names that stand for them. */
const MADE: Pick<Vector, 'id' | 'tags'> = { id: 'generated', tags: ['topic:exhaustive', 'type:AddressAllocator'] }

/** Refuses a name that no case has, rather than running nothing, or less than was meant. */
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
