/** Pseudo-random numbers, the same for every rival and run: 0 to `limit` - 1, with `limit` at most 2¹⁶. */
export function random(): (limit: number) => number {
  let state = 1
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return ((state >>> 16) * limit) >>> 16
  }
}
