import { wrongType } from '../argument.ts'

/** The one of a few values that `value` is; throws when it isn't one of them. */
export function toChoice<T>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found !== undefined) return found
  const choices = allowed.map((choice) => (typeof choice === 'string' ? `'${choice}'` : String(choice)))
  throw wrongType(name, `one of ${choices.join(', ')}`, value)
}
