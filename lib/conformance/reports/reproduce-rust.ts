// Writes a case as a Rust test of the crate itself.
import {
  type Answer,
  answerOf,
  argument,
  type Create,
  type ErrorText,
  type Operation,
  type PolicyText,
  type RangeText,
  type Vector,
} from '../cases/vector.ts'

/** Writes the test up to the operation `last`. */
export function rustTest(vector: Vector, last: number): string {
  const { create, error, operations, id } = vector
  const made = `${create.type}::new(${argumentsOf(create)})`
  const mutable = create.type.endsWith('Allocator') && last >= 0 ? 'mut ' : ''
  const name = operations.length === 0 || last < 0 ? '_subject' : 'subject'
  const first = error === undefined ? `let ${mutable}${name} = ${made}.unwrap();` : fails(made, error)
  const steps = operations.slice(0, last + 1).map((operation) => statement(operation, operations))
  return `#[test]
fn ${id.replace(/[^a-z0-9]+/g, '_')}() {
    #[allow(unused_imports)]
    use vm_allocator::{AddressAllocator, AllocPolicy, Constraint, Error, IdAllocator, RangeInclusive};
${[first, ...steps].map((line) => `    ${line}`).join('\n')}
}
`
}

function argumentsOf(create: Create): string {
  switch (create.type) {
    case 'RangeInclusive':
      return `${create.start}, ${create.end}`
    case 'Constraint':
      return `${create.size}, ${create.align}, ${policyOf(create.policy)}`
    case 'AddressAllocator':
      return `${create.base}, ${create.size}`
    case 'IdAllocator':
      return `${create.base}, ${create.end}`
  }
}

function statement(operation: Operation, operations: readonly Operation[]): string {
  const answer: Answer = answerOf(operation)
  const { op } = operation
  if (operation.op === 'misuse')
    return `// Rust refuses to compile a call with ${operation.argument} = ${operation.value}.`
  // An invalid range can't be passed to the crate, because constructing it fails.
  if (op === 'free' && operation.error?.kind === 'InvalidRange') {
    return fails(rangeOf(argument(operation.range, operations)), operation.error)
  }
  const call = `subject.${callOf(operation, operations)}`
  if ('error' in answer) return fails(call, answer.error)
  if (op === 'allocate') return `assert_eq!(${call}, Ok(${rangeOf(answer.result as RangeText)}.unwrap()));`
  if (op === 'free') return `assert_eq!(${call}, Ok(()));`
  if (op === 'allocate_id' || op === 'free_id') return `assert_eq!(${call}, Ok(${answer.result}));`
  return `assert_eq!(${call}, ${op === 'compare' ? orderingOf(answer.result) : answer.result});`
}

function callOf(operation: Exclude<Operation, { op: 'misuse' }>, operations: readonly Operation[]): string {
  switch (operation.op) {
    case 'allocate':
      return `allocate(${operation.size}, ${operation.align}, ${policyOf(operation.policy)})`
    case 'allocate_id':
    case 'len':
      return `${operation.op}()`
    case 'free_id':
    case 'is_allocated':
      return `${operation.op}(${argument(operation.id, operations)})`
  }
  const name = operation.op === 'compare' ? 'cmp' : operation.op === 'equals' ? 'eq' : operation.op
  return `${name}(&${rangeOf(argument(operation.range, operations))}.unwrap())`
}

function rangeOf({ start, end }: RangeText): string {
  return `RangeInclusive::new(${start}, ${end})`
}

function policyOf(policy: PolicyText): string {
  return policy.kind === 'ExactMatch' ? `AllocPolicy::ExactMatch(${policy.address})` : `AllocPolicy::${policy.kind}`
}

function orderingOf(result: unknown): string {
  return `std::cmp::Ordering::${result === 0 ? 'Equal' : result === 1 ? 'Greater' : 'Less'}`
}

function fails(call: string, { kind, payload }: ErrorText): string {
  // The type of its second field isn't exported by the crate.
  if (kind === 'InvalidStateTransition') return `assert!(matches!(${call}, Err(Error::${kind}(..))));`
  const values = Object.values(payload).map((value) =>
    typeof value === 'object' ? `${rangeOf(value)}.unwrap()` : value,
  )
  const fields = values.length === 0 ? '' : `(${values.join(', ')})`
  return `assert_eq!(${call}.unwrap_err(), Error::${kind}${fields});`
}
