/**
 * How many of the first `length` indexes are before a place: the least index for which `isBefore` is false. It has to be
 * true up to there and false from there on. Takes O(log n), like Rust's `partition_point`.
 */
export function partitionPoint(length: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}
