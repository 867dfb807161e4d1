// Misuse: arguments that Rust's types rule out and JavaScript's don't, that is, arguments of a wrong type and numbers
// that are not a u64 or u32. The crate has no answer to compare with. A port should throw a TypeError or a RangeError,
// and change nothing.
import { record } from './crate.ts'
import type { Call, Create, ErrorText, Misuse, Operation, Vector } from './vector.ts'

/** The class of the error. */
type Refusal = 'TypeError' | 'RangeError'

interface Wrong {
  readonly value: unknown
  readonly refusal: Refusal
}

/** The wrong values, by the literal that reports and vectors show. */
const VALUES: Readonly<Record<string, Wrong>> = {
  "'1'": { value: '1', refusal: 'TypeError' },
  null: { value: null, refusal: 'TypeError' },
  true: { value: true, refusal: 'TypeError' },
  "{ kind: 'BestMatch' }": { value: { kind: 'BestMatch' }, refusal: 'TypeError' },
  '-1n': { value: -1n, refusal: 'RangeError' },
  '2n ** 64n': { value: 2n ** 64n, refusal: 'RangeError' },
  '-1': { value: -1, refusal: 'RangeError' },
  '1.5': { value: 1.5, refusal: 'RangeError' },
  NaN: { value: Number.NaN, refusal: 'RangeError' },
  '2 ** 53': { value: 2 ** 53, refusal: 'RangeError' },
  '2 ** 32': { value: 2 ** 32, refusal: 'RangeError' },
}

const NO_U64 = ["'1'", 'null', 'true', '-1n', '2n ** 64n', '-1', '1.5', 'NaN', '2 ** 53']
const NO_U32 = ["'1'", 'null', 'true', '-1', '1.5', 'NaN', '2 ** 32']
const NO_POLICY = ["{ kind: 'BestMatch' }"]

const EXACT = { kind: 'ExactMatch', address: '0x10' } as const
const RANGE = { start: '0x10', end: '0x1f' }
const RANGE_INCLUSIVE: Create = { type: 'RangeInclusive', ...RANGE }
const CONSTRAINT: Create = { type: 'Constraint', size: '0x10', align: '0x10', policy: EXACT }
const ADDRESSES: Create = { type: 'AddressAllocator', base: '0x0', size: '0x100' }
const IDS: Create = { type: 'IdAllocator', base: 5, end: 23 }
const ALLOCATE: Call = { op: 'allocate', size: '0x10', align: '0x10', policy: EXACT }
const LOWEST: Call = { op: 'allocate', size: '0x10', align: '0x1', policy: { kind: 'FirstMatch' } }
const ALLOCATE_ID: Call = { op: 'allocate_id' }

const ENDS = { start: NO_U64, end: NO_U64 }
const REQUEST = { size: NO_U64, align: NO_U64, address: NO_U64 }

/** A call, the wrong values of each argument, and the calls that check afterwards that nothing has changed. */
interface Subject {
  readonly create: Create
  readonly call: Call | Create
  readonly wrong: Readonly<Record<string, readonly string[]>>
  readonly before?: readonly Call[]
  readonly after?: readonly Call[]
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'new-range-inclusive': { create: RANGE_INCLUSIVE, call: RANGE_INCLUSIVE, wrong: ENDS, after: [{ op: 'len' }] },
  ...Object.fromEntries(
    (['contains', 'overlaps', 'equals', 'compare'] as const).map((op): [string, Subject] => [
      op,
      { create: RANGE_INCLUSIVE, call: { op, range: RANGE }, wrong: ENDS, after: [{ op, range: RANGE }] },
    ]),
  ),
  'new-constraint': { create: CONSTRAINT, call: CONSTRAINT, wrong: REQUEST },
  'new-constraint-policy': { create: CONSTRAINT, call: CONSTRAINT, wrong: { policy: NO_POLICY } },
  'new-address-allocator': {
    create: ADDRESSES,
    call: ADDRESSES,
    wrong: { base: NO_U64, size: NO_U64 },
    after: [ALLOCATE],
  },
  allocate: { create: ADDRESSES, call: ALLOCATE, wrong: REQUEST, after: [ALLOCATE, LOWEST] },
  'allocate-policy': { create: ADDRESSES, call: ALLOCATE, wrong: { policy: NO_POLICY }, after: [ALLOCATE] },
  free: {
    create: ADDRESSES,
    call: { op: 'free', range: RANGE },
    wrong: { ...ENDS, range: ["'1'", 'null'] },
    before: [ALLOCATE],
    after: [{ op: 'free', range: RANGE }],
  },
  'new-id-allocator': { create: IDS, call: IDS, wrong: { base: NO_U32, end: NO_U32 }, after: [ALLOCATE_ID] },
  'free-id': {
    create: IDS,
    call: { op: 'free_id', id: 5 },
    wrong: { id: NO_U32 },
    before: [ALLOCATE_ID],
    after: [{ op: 'free_id', id: 5 }],
  },
  'is-allocated': {
    create: IDS,
    call: { op: 'is_allocated', id: 5 },
    wrong: { id: NO_U32 },
    after: [{ op: 'is_allocated', id: 5 }],
  },
}

/** A case for each call that takes arguments. */
export function misuseVectors(): Vector[] {
  return Object.entries(SUBJECTS).map(([name, { create, call, wrong, before = [], after = [] }]) => {
    const title = `Misuse of ${name.replaceAll('-', ' ')} is refused, and changes nothing`
    const recorded = record(
      { id: `misuse-${name}`, title },
      create,
      [...before, ...after].map((call) => () => call),
    )
    const ranges =
      recorded.operations[before.length - 1]?.ranges ?? (recorded.created?.['ranges'] as Operation['ranges'])
    const misuses = Object.entries(wrong).flatMap(([argument, values]) =>
      values.map(
        (value) =>
          ({
            op: 'misuse',
            call,
            argument,
            value,
            error: refusalOf(argument, value),
            ...(ranges !== undefined && { ranges }),
          }) as Operation,
      ),
    )
    return {
      ...recorded,
      tags: [...recorded.tags, 'topic:misuse'],
      operations: [
        ...recorded.operations.slice(0, before.length),
        ...misuses,
        ...recorded.operations.slice(before.length),
      ],
    }
  })
}

/** Returns the value of a literal in a vector. */
export function misusedValue({ value }: Misuse): unknown {
  return VALUES[value]?.value
}

function refusalOf(argument: string, value: string): ErrorText {
  const kind = VALUES[value]?.refusal ?? 'TypeError'
  return { kind, payload: {}, message: `it names the argument ${argument}` }
}
