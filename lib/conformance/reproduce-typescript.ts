// A case as a TypeScript test, ready to be pasted beside a port whose classes are shaped like this package's.
import {
  type Answer,
  answerOf,
  argument,
  type Create,
  type ErrorText,
  type Operation,
  type PolicyText,
  type Vector,
} from './vector.ts'

/** The test, up to the operation `last`. */
export function typescriptTest(vector: Vector, last: number): string {
  const { create, error, operations, id, title } = vector
  const lines =
    error === undefined
      ? [`const subject = new ${construction(create)}`]
      : [refused(`new ${construction(create)}`, error)]
  const steps = operations.slice(0, last + 1).flatMap((operation, step) => statements(operation, step, operations))
  const policy = [...lines, ...steps].some((line) => line.includes('AllocPolicy.')) ? ', AllocPolicy' : ''
  return `import assert from 'node:assert/strict'
import test from 'node:test'
import { ${create.type}${policy} } from './port.ts'

test(${JSON.stringify(`${id}: ${title}`)}, () => {
${[...lines, ...steps].map((line) => `  ${line}`).join('\n')}
})
`
}

function construction(create: Create): string {
  switch (create.type) {
    case 'RangeInclusive':
      return `RangeInclusive(${create.start}n, ${create.end}n)`
    case 'Constraint':
      return `Constraint(${create.size}n, ${create.align}n, ${policyOf(create.policy)})`
    case 'AddressAllocator':
      return `AddressAllocator(${create.base}n, ${create.size}n)`
    case 'IdAllocator':
      return `IdAllocator(${create.base}, ${create.end})`
  }
}

function statements(operation: Operation, step: number, operations: readonly Operation[]): string[] {
  const call = `subject.${callOf(operation, operations)}`
  const answer: Answer = answerOf(operation)
  if ('error' in answer) return [refused(call, answer.error)]
  if (operation.op === 'free') return [call]
  if (operation.op !== 'allocate') return [`assert.equal(${call}, ${literal(answer.result)})`]
  const { start, end } = answer.result as { start: string; end: string }
  const name = `range${step}`
  return [`const ${name} = ${call}`, `assert.deepEqual([${name}.start, ${name}.end], [${start}n, ${end}n])`]
}

function callOf(operation: Operation, operations: readonly Operation[]): string {
  switch (operation.op) {
    case 'allocate':
      return `allocate(${operation.size}n, ${operation.align}n, ${policyOf(operation.policy)})`
    case 'allocate_id':
      return 'allocateId()'
    case 'free_id':
      return `freeId(${argument(operation.id, operations)})`
    case 'is_allocated':
      return `isAllocated(${argument(operation.id, operations)})`
    case 'len':
      return 'len'
    case 'free':
      if ('result' in operation.range) return `free(range${operation.range.result})`
  }
  const { start, end } = argument(operation.range, operations) as { start: string; end: string }
  return `${operation.op}({ start: ${start}n, end: ${end}n })`
}

function policyOf(policy: PolicyText): string {
  return policy.kind === 'ExactMatch' ? `AllocPolicy.ExactMatch(${policy.address}n)` : `AllocPolicy.${policy.kind}`
}

function literal(result: unknown): string {
  return typeof result === 'string' ? `${result}n` : String(result)
}

function refused(call: string, { kind }: ErrorText): string {
  return `assert.throws(() => ${call}, { kind: '${kind}' })`
}
