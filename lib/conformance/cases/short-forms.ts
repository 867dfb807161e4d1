// Calls without optional arguments, and calls with a constraint. They are compared with the crate's answer to the full
// call.
import { record } from './crate.ts'
import type { AllocateForm, Call, Create, PolicyText, Vector } from './vector.ts'

/** The crate's `DEFAULT_CONSTRAINT_ALIGN` and `AllocPolicy::default()`. */
const DEFAULTS = { align: '0x4', policy: { kind: 'FirstMatch' } } as const

/** A space whose first multiples of 1, 4 and 8 differ, as do its last ones. */
const SPACE: Create = { type: 'AddressAllocator', base: '0x1', size: '0x3e' }

function short(form: AllocateForm, ...sizes: string[]): Call[] {
  return sizes.map((size) => ({ op: 'allocate', size, ...DEFAULTS, form }))
}

const POLICIES: readonly PolicyText[] = [
  { kind: 'FirstMatch' },
  { kind: 'LastMatch' },
  { kind: 'ExactMatch', address: '0x10' },
]

const CASES: readonly { id: string; title: string; create: Create; calls: readonly Call[] }[] = [
  {
    id: 'form-constraint-size',
    title: 'A constraint of only a size has the alignment 4',
    create: { type: 'Constraint', size: '0x10', ...DEFAULTS, form: 'size' },
    calls: [],
  },
  {
    id: 'form-constraint-no-size',
    title: 'A constraint of only the size 0 is refused',
    create: { type: 'Constraint', size: '0x0', ...DEFAULTS, form: 'size' },
    calls: [],
  },
  {
    id: 'form-allocate-size',
    title: 'Only a size is placed at the lowest multiple of 4',
    create: SPACE,
    calls: short('size', '0x6', '0x0', '0x6', '0xffff'),
  },
  {
    id: 'form-allocate-size-constraint',
    title: 'A constraint of only a size is placed at the lowest multiple of 4',
    create: SPACE,
    calls: short('size-constraint', '0x6', '0x6', '0xffff'),
  },
  {
    id: 'form-allocate-constraint',
    title: 'A constraint is placed by its own alignment and policy',
    create: SPACE,
    calls: POLICIES.map((policy) => ({ op: 'allocate', size: '0x6', align: '0x8', policy, form: 'constraint' })),
  },
]

/** The cases. */
export function shortFormVectors(): Vector[] {
  return CASES.map(({ id, title, create, calls }) => {
    const recorded = record(
      { id, title },
      create,
      calls.map((call) => () => call),
    )
    return { ...recorded, tags: [...recorded.tags, 'topic:short-form'] }
  })
}
