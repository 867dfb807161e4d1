// Odd ports: the report on each blames the port, and the right call.
import test from 'ava'
import * as crate from 'vm-allocator'
import { checkConformance } from '../../lib/conformance/index.ts'
import { textReport } from '../../lib/conformance/reports/text.ts'

const UNCHECKED = { misuse: 'unchecked' } as const

/** The statuses without repetitions, and the first detail. */
async function faultsOf(port: object, only: string, stepLimit = 2000) {
  const report = await checkConformance({ conformance: UNCHECKED, ...port }, { only: [only], runs: 0, stepLimit })
  const found = report.failures.map(({ divergence }) => divergence)
  const [first] = found
  return {
    statuses: [...new Set(found.map((divergence) => divergence?.status))],
    detail: (first?.actual as { detail?: string } | undefined)?.detail,
    stopped: report.stopped,
  }
}

const ids = (methods: Partial<Record<'allocateId' | 'freeId', (ids: crate.IdAllocator, id: number) => unknown>>) => ({
  IdAllocator: class {
    readonly own: crate.IdAllocator
    constructor(base: number, end: number) {
      this.own = new crate.IdAllocator(base, end)
    }
    get base() {
      return this.own.base
    }
    get end() {
      return this.own.end
    }
    allocateId() {
      return methods.allocateId === undefined ? this.own.allocateId() : methods.allocateId(this.own, 0)
    }
    freeId(id: number) {
      return methods.freeId === undefined ? this.own.freeId(id) : methods.freeId(this.own, id)
    }
    isAllocated(id: number) {
      return this.own.isAllocated(id)
    }
    clone() {
      return new (this.constructor as new (base: number, end: number) => object)(this.base, this.end)
    }
  },
})

const addresses = (members: (range: crate.RangeInclusive) => object) => ({
  AddressAllocator: class extends crate.AddressAllocator {
    override allocate(...values: never[]): never {
      return members(super.allocate(...(values as unknown as [bigint, bigint]))) as never
    }
  },
})

test('a promise that never settles is a hang, also in cases with two instances', async (t) => {
  const port = ids({ freeId: () => new Promise(() => {}) })
  for (const only of ['id-lowest-freed-first', 'clone-id-allocator', 'isolation-id-allocator']) {
    const { statuses, detail } = await faultsOf(port, only, 50)
    t.false(statuses.includes('shared-state'), only)
    if (detail !== undefined) t.is(detail, 'gave no answer in 50 ms')
  }
  t.deepEqual((await faultsOf(port, 'id-lowest-freed-first', 50)).statuses, ['hang'])
})

test('NaN is not a whole number, and 2^53 is beyond what a double represents exactly', async (t) => {
  const nan = await faultsOf(ids({ allocateId: () => Number.NaN }), 'id-one-id')
  t.deepEqual(nan, { statuses: ['precision'], detail: 'answered NaN, which is not a whole number', stopped: undefined })
  const { detail } = await faultsOf(ids({ allocateId: () => 2 ** 53 }), 'id-one-id')
  t.is(detail, "answered 9007199254740992, which a double can't represent exactly")
})

test('an argument that was changed is shown before and after', async (t) => {
  const port = {
    AddressAllocator: class extends crate.AddressAllocator {
      override free(range: crate.RangeLike): void {
        super.free(range)
        Object.assign(range, { start: 0n })
      }
    },
  }
  const { statuses, detail } = await faultsOf(port, 'deviations-d2-fresh-space')
  t.deepEqual(statuses, ['mutation'])
  t.is(detail, 'changed its argument { start: 4096n, end: 8191n } to { start: 0n, end: 8191n }')
})

test('a getter that throws is named; that of a new object stops the run', async (t) => {
  const lazy = addresses(() => ({
    get start() {
      throw new Error('lazy')
    },
  }))
  const { statuses, detail } = await faultsOf(lazy, 'address-first-match-whole-space')
  t.deepEqual(statuses, ['malformed'])
  t.is(detail, '`start` throws Error: lazy')
  const closed = {
    AddressAllocator: class extends crate.AddressAllocator {
      override get base(): bigint {
        throw new Error('closed')
      }
    },
  }
  t.is((await faultsOf(closed, 'AddressAllocator')).stopped, '`describe().base` throws Error: closed')
})

test('an address that is a string is shown as a string', async (t) => {
  const port = addresses(({ start, end }) => ({ start: `${start}`, end }))
  const { detail } = await faultsOf(port, 'address-first-match-whole-space')
  t.regex(detail ?? '', /^`start` is "\d+"; expected an object with start and end/)
})

test('a thrown string or plain object is not an Error', async (t) => {
  const text = await faultsOf(
    ids({
      freeId: () => {
        throw 'OutOfRange'
      },
    }),
    'id-free-outside',
  )
  t.deepEqual(text, {
    statuses: ['non-error'],
    detail: 'threw "OutOfRange", which is not an Error',
    stopped: undefined,
  })
  const plain = await faultsOf(
    ids({
      freeId: (_, id) => {
        throw { kind: 'OutOfRange', id }
      },
    }),
    'id-free-outside',
  )
  t.regex(plain.detail ?? '', /^threw \{ kind: 'OutOfRange', id: \d+ \}, which is not an Error$/)
})

test('an answer whose traps throw counts as thrown, and a thenable is a promise', async (t) => {
  const proxy = addresses(
    (range) =>
      new Proxy(range, {
        has: () => {
          throw new Error('has')
        },
        get: (target, name) => Reflect.get(target, name, target),
      }),
  )
  t.deepEqual((await faultsOf(proxy, 'address-first-match-whole-space')).statuses, [])
  const thenable = ids({
    allocateId: (own) => {
      const id = own.allocateId()
      // biome-ignore lint/suspicious/noThenProperty: a port may have promises of its own
      return { then: (done: (id: number) => void) => done(id) }
    },
  })
  t.deepEqual((await faultsOf(thenable, 'id-one-id')).statuses, [])
})

test('cases that fail in the same way are reported once, with their number', async (t) => {
  const port = { conformance: UNCHECKED, ...ids({ freeId: (own, id) => void own.freeId(id) }) }
  const text = textReport(await checkConformance(port, { only: ['IdAllocator'], runs: 0 }), 'port.ts')
  const [, also = ''] = /^Also:\n((?: {2}.*\n)+)/m.exec(text) ?? []
  t.regex(also, /^ {2}malformed at free_id: \d\d cases, such as [\w-]+, [\w-]+, [\w-]+$/m)
  t.is(also.split('malformed at free_id').length, 2)
})
