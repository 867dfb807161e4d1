import { expectAssignable, expectError, expectNotAssignable, expectType } from 'tsd'
import { type AddressAllocator, AllocPolicy, Constraint, DEFAULT_CONSTRAINT_ALIGN } from 'vm-allocator'

// A union distinguished by `kind`; literals are equivalent to what AllocPolicy makes.
expectAssignable<AllocPolicy>(AllocPolicy.FirstMatch)
expectAssignable<AllocPolicy>(AllocPolicy.LastMatch)
expectAssignable<AllocPolicy>(AllocPolicy.ExactMatch(0x1000n))
expectAssignable<AllocPolicy>(AllocPolicy.ExactMatch(0x1000))
expectAssignable<AllocPolicy>({ kind: 'FirstMatch' })
expectAssignable<AllocPolicy>({ kind: 'ExactMatch', address: 1n })
expectNotAssignable<AllocPolicy>({ kind: 'ExactMatch' } as const)
expectNotAssignable<AllocPolicy>({ kind: 'BestFit' } as const)
expectNotAssignable<AllocPolicy>('FirstMatch')
expectType<'FirstMatch' | 'LastMatch' | 'ExactMatch'>({} as AllocPolicy['kind'])

expectType<AllocPolicy>(AllocPolicy.FirstMatch)
expectAssignable<AllocPolicy>(AllocPolicy.ExactMatch(1))
expectType<bigint>(AllocPolicy.ExactMatch(1).address)
expectError(AllocPolicy.ExactMatch())
expectError(AllocPolicy.ExactMatch('0x1000'))
expectError(AllocPolicy.FirstMatch())
expectError(AllocPolicy.FirstMatch.address)
expectError(() => {
  AllocPolicy.FirstMatch = AllocPolicy.LastMatch
})
expectError(() => {
  AllocPolicy.FirstMatch.kind = 'LastMatch'
})
expectError(new AllocPolicy())
expectError(AllocPolicy.BestFit)

function place(policy: AllocPolicy): bigint | undefined {
  switch (policy.kind) {
    case 'FirstMatch':
    case 'LastMatch':
      expectError(policy.address)
      return undefined
    case 'ExactMatch':
      return policy.address
    default:
      expectType<never>(policy)
  }
}
expectType<bigint | undefined>(place(AllocPolicy.LastMatch))

// The policy may be chosen at run time.
const policy: AllocPolicy = Math.random() > 0.5 ? AllocPolicy.LastMatch : { kind: 'FirstMatch' }
expectAssignable<Constraint>(new Constraint(1n, 4n, policy))

expectType<4n>(DEFAULT_CONSTRAINT_ALIGN)

const constraint = new Constraint(0x1000n, DEFAULT_CONSTRAINT_ALIGN, AllocPolicy.LastMatch)
expectType<bigint>(constraint.size)
expectType<bigint>(constraint.align)
expectType<AllocPolicy>(constraint.policy)
expectType<Constraint>(new Constraint(1))
expectType<Constraint>(new Constraint(1, 4n))
expectType<Constraint>(new Constraint(1n, undefined, AllocPolicy.LastMatch))
expectError(new Constraint())
expectError(new Constraint('1'))
expectError(new Constraint(1n, null))
expectError(new Constraint(1n, 4n, 'FirstMatch'))
expectError(new Constraint(1n, AllocPolicy.FirstMatch))
expectError(Constraint(1n))
expectError(() => {
  constraint.size = 1n
})
expectError(() => {
  constraint.align = 1n
})
expectError(() => {
  constraint.policy = AllocPolicy.FirstMatch
})
expectError(() => {
  constraint.policy.kind = 'FirstMatch'
})

expectAssignable<Parameters<AddressAllocator['allocate']>[0]>(constraint)
