import { wrongType } from '../argument.ts'

/** Returns `value` if it is one of the choices; throws otherwise. */
export function toChoice<T>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found !== undefined) return found
  const choices = allowed.map((choice) => (typeof choice === 'string' ? `'${choice}'` : String(choice)))
  throw wrongType(name, `one of ${choices.join(', ')}`, value)
}
