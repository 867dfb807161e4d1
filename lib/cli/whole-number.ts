import { InvalidArgumentError } from 'commander'

/** Reads a whole number of at least `least`; by default, any safe integer. */
export function wholeNumberFrom(least = Number.MIN_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) {
      throw new InvalidArgumentError('It must be a whole number.')
    }
    if (value < least) throw new InvalidArgumentError(`It must be ${least} or more.`)
    return value
  }
}
