import { ALL_LIVE_RANGES, LIVE_RANGES, POLICIES, PORTS, SEARCHED_LIVE_RANGES } from './catalogue.ts'
import { find, type Result } from './results.ts'

/** A goal of the package. */
export interface Goal {
  readonly goal: string
  /** The limit, upper or lower. */
  readonly bound: { readonly atMost: number } | { readonly atLeast: number }
  /** `undefined` if the run didn't measure it. */
  readonly measured: number | undefined
  /** Where the worst value was measured, if there were several sizes. */
  readonly where?: string
}

const OWN = 'vm-allocator'
const RATIOS: readonly [live: number, atMost: number][] = [
  [0, 1.5],
  [10, 0.75],
  [100, 0.25],
  [1_000, 0.038],
  [10_000, 0.0055],
  [100_000, 0.00065],
]
const BINDINGS = ['plain-napi', 'koffi']

/** Ratios to the best of some ports, at each of some sizes. The worst counts. */
interface PortGoal {
  readonly goal: string
  readonly policy: string
  readonly isOf: (live: number) => boolean
  readonly ports: readonly string[]
  readonly atMost: number
}

const PORT_GOALS: readonly PortGoal[] = [
  {
    goal: "FirstMatch, empty, ÷ typescript-bigint's",
    policy: 'first-match',
    isOf: (live) => live === 0,
    ports: ['typescript-bigint'],
    atMost: 1,
  },
  portGoal('FirstMatch, below 200 live', 'first-match', (live) => live < 200, 2.3),
  portGoal('FirstMatch, from 200 live on', 'first-match', (live) => live >= 200, 1),
  portGoal('LastMatch, below 60 live', 'last-match', (live) => live < 60, 2.3),
  portGoal('LastMatch, from 60 live on', 'last-match', (live) => live >= 60, 1),
  portGoal('ExactMatch, up to 100 live', 'exact-match', (live) => live <= 100, 3.5),
]

function portGoal(title: string, policy: string, isOf: (live: number) => boolean, atMost: number): PortGoal {
  return { goal: `${title}, ÷ the best port's`, policy, isOf, ports: PORTS, atMost }
}

/** A measurement at 100,000 live ranges, what it is compared with, and the highest allowed ratio. */
const STATE_GOALS: readonly [
  goal: string,
  workload: string,
  by: readonly [workload: string, rival: string],
  most: number,
][] = [
  ["snapshot(), ÷ serde_json's", 'snapshot', ['snapshot', 'crate'], 1.5],
  ["restore(text), ÷ serde_json's", 'restore-text', ['restore-text', 'crate'], 1.9],
  ["restore(bytes), ÷ serde_json's", 'restore-bytes', ['restore-bytes', 'crate'], 1.9],
  ['rebuild of 100,000 nodes, ÷ restore(bytes)', 'rebuild', ['restore-bytes', OWN], 0.1],
  ['ranges(), ÷ making as many objects', 'ranges', ['objects', OWN], 3],
  ["ranges('allocated'), ÷ making as many objects", 'ranges-allocated', ['objects', OWN], 3],
]

const SEARCH_GOALS: readonly [method: string, atMost: number][] = [
  ['fit', 1],
  ['within', 1.3],
  ['at', 1],
]

/** All workloads that the goals need. */
export const GOAL_WORDS = [
  'first-match',
  'last-match',
  'exact-match',
  'ids-pair',
  'empty-call',
  'boundary-pair',
  'search',
  'state',
  'memory',
  'import',
  'native-file',
]

/** Compares each goal with the measurements. */
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
    { goal: "allocateId + freeId − the crate's, in empty calls", bound: { atMost: 3 }, measured: idCalls(results) },
    ...PORT_GOALS.map((goal) => atWorstSize(results, goal)),
    ...STATE_GOALS.map(([goal, workload, [by, rival], atMost]) => ({
      goal,
      bound: { atMost },
      measured: divide(find(results, workload, OWN)?.median, find(results, by, rival)?.median),
    })),
    ...SEARCH_GOALS.map(([method, atMost]) =>
      worst(
        { goal: `${method} alone, ÷ allocate alone`, bound: { atMost } },
        SEARCHED_LIVE_RANGES.map((live) => [
          live,
          divide(find(results, `${method}-${live}`, OWN)?.median, find(results, `allocate-${live}`, OWN)?.median),
        ]),
      ),
    ),
    ...BINDINGS.flatMap((rival) =>
      Object.entries(POLICIES).map(([policy, title]) =>
        worst(
          { goal: `${title}, any size, ÷ ${rival}'s`, bound: { atMost: 1 } },
          LIVE_RANGES.map((live) => [live, ratio(`${policy}-${live}`, OWN, rival)]),
        ),
      ),
    ),
    {
      goal: "plain-napi's allocate + free, empty, ÷ ours",
      bound: { atLeast: 5 },
      measured: ratio('first-match-0', 'plain-napi', OWN),
    },
    ...['typescript-bigint', 'typescript-number'].map((port) => ({
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
      bound: { atMost: 700 },
      measured: divide(find(results, 'native-file', OWN)?.median, 1000),
    },
  ]
}

/** Whether a goal is met; `undefined` if it wasn't measured. */
export function isMet({ bound, measured }: Goal): boolean | undefined {
  if (measured === undefined) return undefined
  return 'atMost' in bound ? measured <= bound.atMost : measured >= bound.atLeast
}

function idCalls(results: readonly Result[]): number | undefined {
  const own = find(results, 'ids-pair', OWN)
  const crate = find(results, 'ids-pair', 'crate')
  return own && crate && divide(own.median - crate.median, find(results, 'empty-call', 'node-api')?.median)
}

/** The package's time as a ratio to the fastest of some ports; `undefined` if either wasn't measured. */
export function toBestPort(
  results: readonly Result[],
  workload: string,
  ports: readonly string[] = PORTS,
): number | undefined {
  const times = ports.map((port) => find(results, workload, port)?.median).filter((time) => time !== undefined)
  return times.length === 0 ? undefined : divide(find(results, workload, OWN)?.median, Math.min(...times))
}

function atWorstSize(results: readonly Result[], { goal, policy, isOf, ports, atMost }: PortGoal): Goal {
  const sizes = ALL_LIVE_RANGES.filter(isOf)
  return worst(
    { goal, bound: { atMost } },
    sizes.map((live) => [live, toBestPort(results, `${policy}-${live}`, ports)]),
  )
}

/** A goal with the highest ratio measured at some numbers of live ranges. */
function worst(
  goal: Pick<Goal, 'goal' | 'bound'>,
  ratios: readonly (readonly [live: number, ratio: number | undefined])[],
): Goal {
  const measured = ratios.flatMap(([live, ratio]) =>
    ratio === undefined ? [] : [{ measured: ratio, where: `at ${live.toLocaleString('en')} live` }],
  )
  const highest = measured.sort((one, other) => other.measured - one.measured)[0]
  return { ...goal, measured: undefined, ...highest }
}

function divide(value: number | undefined, by: number | undefined): number | undefined {
  return value === undefined || by === undefined ? undefined : value / by
}
