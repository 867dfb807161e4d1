/** A program that does the work. */
export interface RivalEntry {
  readonly name: string
  readonly description: string
  /** Whether cargo has to build a part of it. */
  readonly needsCargo: boolean
}

/** The rival that is this package with its WebAssembly engine. */
export const WASM = 'webassembly'

export const RIVALS: readonly RivalEntry[] = [
  { name: 'crate', description: 'the crate itself, in a loop in Rust: no JavaScript, no binding', needsCargo: true },
  { name: 'vm-allocator', description: 'this package, by its public classes', needsCargo: false },
  { name: WASM, description: 'the same on its WebAssembly engine', needsCargo: false },
  { name: 'plain-napi', description: 'the crate behind napi-rs classes, as the napi-rs guide shows', needsCargo: true },
  { name: 'koffi', description: 'the crate behind a C ABI, called through the package koffi', needsCargo: true },
  { name: 'typescript-bigint', description: 'a port: sorted array, bigint addresses', needsCargo: false },
  { name: 'typescript-number', description: 'a port: sorted array, number addresses (below 2^53)', needsCargo: false },
  { name: 'npm-packages', description: 'addresses on sorted-btree, ids by number-allocator', needsCargo: false },
  { name: 'node-api', description: 'Node-API calls that allocate nothing, for scale', needsCargo: true },
]

export type Unit = 'ns per pair' | 'ns per call' | 'bytes per live range' | 'ms' | 'bytes'

/** Something to measure. */
export interface WorkloadEntry {
  readonly name: string
  readonly description: string
  readonly unit: Unit
  /** The words that select it, besides its name. */
  readonly words: readonly string[]
  /** The names of the rivals that support it. */
  readonly rivals: readonly string[]
}

const ALLOCATORS = RIVALS.map(({ name }) => name).filter((name) => name !== 'node-api')
/** Only malloc's memory is counted, and a WebAssembly module doesn't use malloc. */
const COUNTED = ALLOCATORS.filter((name) => name !== WASM)
const TAKE_NUMBERS = ALLOCATORS.filter((name) => name !== 'plain-napi' && name !== 'typescript-bigint')
/** The rivals in TypeScript. */
export const PORTS = ['typescript-bigint', 'typescript-number', 'npm-packages'] as const
export const POLICIES = { 'first-match': 'FirstMatch', 'last-match': 'LastMatch', 'exact-match': 'ExactMatch' } as const

/** The numbers of live ranges in the workloads that are charted. */
export const LIVE_RANGES = [0, 10, 100, 1_000, 10_000, 100_000] as const
/** The typical sizes of virtual machines, at which the package is also compared with the ports. */
const FEW_LIVE_RANGES = [1, 3, 30, 60, 200, 300]
/** All of these, ascending. */
export const ALL_LIVE_RANGES = [...LIVE_RANGES, ...FEW_LIVE_RANGES].sort((one, other) => one - other)
/** The same with every second range freed. */
export const FRAGMENTED_LIVE_RANGES = [100, 1_000, 10_000] as const
/** The numbers of freed ids at which the package is compared with the ports. */
export const FREED_IDS = [1, 3, 10, 30, 100, 300] as const
/** The numbers of live ranges at which searching methods are compared with `allocate`. */
export const SEARCHED_LIVE_RANGES = [10, 1_000, 100_000] as const

const STATE: readonly (readonly [name: string, description: string, ...rivals: string[]])[] = [
  ['snapshot', 'snapshot', 'crate', 'vm-allocator'],
  ['restore-text', 'restore from text', 'crate', 'vm-allocator'],
  ['restore-bytes', 'restore from bytes', 'crate', 'vm-allocator'],
  ['rebuild', 'rebuild of the tree', 'vm-allocator'],
  ['ranges', 'ranges()', 'vm-allocator'],
  ['ranges-allocated', "ranges('allocated')", 'vm-allocator'],
  ['objects', 'as many RangeInclusive', 'vm-allocator'],
]

export const WORKLOADS: readonly WorkloadEntry[] = [
  ...Object.entries(POLICIES).flatMap(([policy, title]) =>
    ALL_LIVE_RANGES.map((live) => ({
      name: `${policy}-${live}`,
      description: `${title}, ${live === 0 ? 'empty' : `${live.toLocaleString('en')} live`}`,
      unit: 'ns per pair' as const,
      words: [policy, live === 0 ? 'empty' : 'live', String(live)],
      rivals: FEW_LIVE_RANGES.includes(live) ? ['crate', 'vm-allocator', ...PORTS] : ALLOCATORS,
    })),
  ),
  {
    name: 'numbers',
    description: 'FirstMatch, empty, number arguments',
    unit: 'ns per pair',
    words: ['empty'],
    rivals: TAKE_NUMBERS,
  },
  ...Object.entries(POLICIES)
    .filter(([policy]) => policy !== 'exact-match')
    .flatMap(([policy, title]) =>
      FRAGMENTED_LIVE_RANGES.map((live) => ({
        name: `fragmented-${policy}-${live}`,
        description: `${title}, ${live.toLocaleString('en')} live, holes`,
        unit: 'ns per pair' as const,
        words: ['fragmented', String(live)],
        rivals: ALLOCATORS,
      })),
    ),
  {
    name: 'exhaustion',
    description: 'exhaustion and recovery, 512 pages',
    unit: 'ns per call',
    words: [],
    rivals: ALLOCATORS,
  },
  { name: 'ids-pair', description: 'ids, one live', unit: 'ns per pair', words: ['ids'], rivals: ALLOCATORS },
  { name: 'ids-churn', description: 'ids, 10,000 freed', unit: 'ns per pair', words: ['ids'], rivals: ALLOCATORS },
  ...FREED_IDS.map((freed) => ({
    name: `ids-freed-${freed}`,
    description: `ids, ${freed} freed`,
    unit: 'ns per pair' as const,
    words: ['ids'],
    // Both sorted arrays have the same ids.
    rivals: ['crate', 'vm-allocator', 'typescript-number', 'npm-packages'],
  })),
  {
    name: 'empty-call',
    description: 'Node-API, empty call',
    unit: 'ns per call',
    words: ['ids'],
    rivals: ['node-api'],
  },
  {
    name: 'boundary-pair',
    description: 'Node-API, the calls of a pair',
    unit: 'ns per pair',
    words: ['floor'],
    rivals: ['node-api'],
  },
  { name: 'trace', description: 'device-attach trace', unit: 'ns per call', words: [], rivals: ALLOCATORS },
  ...SEARCHED_LIVE_RANGES.flatMap((live) =>
    ['allocate', 'within', 'fit', 'at'].map((method) => ({
      name: `${method}-${live}`,
      description: `${method} alone, ${live.toLocaleString('en')} live`,
      unit: 'ns per call' as const,
      words: ['search', String(live)],
      rivals: ['vm-allocator'],
    })),
  ),
  ...STATE.map(([name, description, ...rivals]) => ({
    name,
    description: `${description}, 100,000 live`,
    unit: 'ns per call' as const,
    words: ['state'],
    rivals,
  })),
  {
    name: 'memory-contiguous',
    description: 'memory, 100,000 live',
    unit: 'bytes per live range',
    words: ['memory'],
    rivals: COUNTED,
  },
  {
    name: 'memory-fragmented',
    description: 'memory, 100,000 live, holes',
    unit: 'bytes per live range',
    words: ['memory'],
    rivals: COUNTED,
  },
  {
    name: 'import',
    description: 'import, added to `node -e 0`',
    unit: 'ms',
    words: [],
    rivals: ['vm-allocator', 'plain-napi', 'koffi', 'npm-packages'],
  },
  {
    name: 'native-file',
    description: 'size of the native file',
    unit: 'bytes',
    words: ['size'],
    rivals: ['vm-allocator', 'plain-napi', 'koffi'],
  },
  {
    name: 'installed',
    description: 'size of all that is installed',
    unit: 'bytes',
    words: ['size'],
    rivals: ['vm-allocator', 'plain-napi', 'koffi', 'npm-packages'],
  },
]
