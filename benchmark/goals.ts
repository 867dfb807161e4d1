import { LIVE_RANGES } from './catalogue.ts'
import { find, type Result } from './results.ts'

/** What the package sets out to reach. */
export interface Goal {
  readonly goal: string
  /** At most this, or at least. */
  readonly bound: { readonly atMost: number } | { readonly atLeast: number }
  /** Nothing when the run didn't measure it. */
  readonly measured: number | undefined
  /** Where it was measured, when there were several places: the worst. */
  readonly where?: string
}

const OWN = 'vm-allocator'
const RATIOS: readonly [live: number, atMost: number][] = [
  [0, 2.5],
  [10, 1.3],
  [100, 0.35],
  [1_000, 0.06],
  [10_000, 0.01],
  [100_000, 0.002],
]
const OTHERS = ['plain-napi', 'koffi', 'typescript-bigint', 'typescript-number', 'npm-packages']
const POLICIES = ['first-match', 'last-match', 'exact-match']
const PORTS = ['typescript-bigint', 'typescript-number']

/** The workloads that all goals together need. */
export const GOAL_WORDS = [
  'first-match',
  'last-match',
  'exact-match',
  'ids-pair',
  'empty-call',
  'boundary-pair',
  'memory',
  'import',
  'native-file',
]

/** Each goal beside what was measured. */
export function goals(results: readonly Result[]): Goal[] {
  const ratio = (workload: string, rival: string, other: string) =>
    divide(find(results, workload, rival)?.median, find(results, workload, other)?.median)
  return [
    ...RATIOS.map(([live, atMost]) => ({
      goal: `allocate + free, ${live.toLocaleString('en')} live, ÷ the crate's`,
      bound: { atMost },
      measured: ratio(`first-match-${live}`, OWN, 'crate'),
    })),
    {
      goal: 'the same, 100,000 live ÷ 1,000 live',
      bound: { atMost: 3 },
      measured: divide(
        find(results, 'first-match-100000', OWN)?.median,
        find(results, 'first-match-1000', OWN)?.median,
      ),
    },
    { goal: "allocateId + freeId − the crate's, in empty calls", bound: { atMost: 7 }, measured: idCalls(results) },
    ...OTHERS.flatMap((rival) => POLICIES.map((policy) => fasterEverywhere(results, policy, rival))),
    {
      goal: "plain-napi's allocate + free, empty, ÷ ours",
      bound: { atLeast: 5 },
      measured: ratio('first-match-0', 'plain-napi', OWN),
    },
    ...PORTS.map((port) => ({
      goal: `${port}'s, 10,000 live, ÷ ours`,
      bound: { atLeast: 5 },
      measured: ratio('first-match-10000', port, OWN),
    })),
    ...['contiguous', 'fragmented'].map((shape) => ({
      goal: `memory a live range, ${shape}, ÷ the crate's`,
      bound: { atMost: 2.5 },
      measured: ratio(`memory-${shape}`, OWN, 'crate'),
    })),
    { goal: 'import, in ms', bound: { atMost: 10 }, measured: find(results, 'import', OWN)?.median },
    {
      goal: 'native file, in kB',
      bound: { atMost: 600 },
      measured: divide(find(results, 'native-file', OWN)?.median, 1000),
    },
  ]
}

/** Whether a goal is met; nothing when it wasn't measured. */
export function isMet({ bound, measured }: Goal): boolean | undefined {
  if (measured === undefined) return undefined
  return 'atMost' in bound ? measured <= bound.atMost : measured >= bound.atLeast
}

function idCalls(results: readonly Result[]): number | undefined {
  const own = find(results, 'ids-pair', OWN)
  const crate = find(results, 'ids-pair', 'crate')
  return own && crate && divide(own.median - crate.median, find(results, 'empty-call', 'node-api')?.median)
}

function fasterEverywhere(results: readonly Result[], policy: string, rival: string): Goal {
  const ratios = LIVE_RANGES.flatMap((live) => {
    const workload = `${policy}-${live}`
    const measured = divide(find(results, workload, OWN)?.median, find(results, workload, rival)?.median)
    return measured === undefined ? [] : [{ measured, where: `at ${live.toLocaleString('en')} live` }]
  })
  const worst = ratios.sort((left, right) => right.measured - left.measured)[0]
  return { goal: `${policy}, any size, ÷ ${rival}'s`, bound: { atMost: 1 }, measured: undefined, ...worst }
}

function divide(value: number | undefined, by: number | undefined): number | undefined {
  return value === undefined || by === undefined ? undefined : value / by
}
