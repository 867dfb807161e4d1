// Counts what the package's TypeScript does, instead of timing it: how often each block in lib/ is entered.
import { Session } from 'node:inspector/promises'
import { setFlagsFromString } from 'node:v8'

// Optimised code doesn't count.
setFlagsFromString('--no-opt')

/** Runs `run`, and counts how often blocks are entered in files whose URL contains `part`. */
export async function countWork(part: string, run: () => unknown): Promise<number> {
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    run()
    const { result } = await session.post('Profiler.takePreciseCoverage')
    return result
      .filter(({ url }) => url.includes(part))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
      .reduce((sum, count) => sum + count, 0)
  } finally {
    await session.post('Profiler.stopPreciseCoverage')
    session.disconnect()
  }
}

/** The exponent e of a cost that grows as n^e, from the cost at n and at `times` n. */
export function growthExponent(small: number, large: number, times: number): number {
  return Math.log(large / small) / Math.log(times)
}
