// A case as a TypeScript test, ready to be pasted beside a port whose classes are shaped like this package's.
import {
  type Answer,
  answerOf,
  argument,
  type Call,
  type Create,
  type ErrorText,
  type Misuse,
  type Operation,
  type PolicyText,
  type RequestText,
  type Vector,
} from '../cases/vector.ts'

/** The test, up to the operation `last`. */
export function typescriptTest(vector: Vector, last: number): string {
  const { create, error, operations, id, title } = vector
  const lines =
    error === undefined
      ? [`const subject = new ${construction(create)}`]
      : [refused(`new ${construction(create)}`, error)]
  const steps = operations.slice(0, last + 1).flatMap((operation, step) => statements(operation, step, operations))
  const used = ['AllocPolicy', 'Constraint'].filter((name) =>
    [...lines, ...steps].some((line) => new RegExp(`\\b${name}[.(]`).test(line)),
  )
  return `import assert from 'node:assert/strict'
import test from 'node:test'
import { ${[...new Set([create.type, ...used])].join(', ')} } from '../port/port.ts'

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
      return `Constraint(${requestOf(create)})`
    case 'AddressAllocator':
      return `AddressAllocator(${create.base}n, ${create.size}n)`
    case 'IdAllocator':
      return `IdAllocator(${create.base}, ${create.end})`
  }
}

function statements(operation: Operation, step: number, operations: readonly Operation[]): string[] {
  if (operation.op === 'misuse') return [misused(operation, operation.error?.kind ?? 'TypeError')]
  const call = `subject.${callOf(operation, operations)}`
  const answer: Answer = answerOf(operation)
  if ('error' in answer) return [refused(call, answer.error)]
  if (operation.op === 'free') return [call]
  if (operation.op !== 'allocate') return [`assert.equal(${call}, ${literal(answer.result)})`]
  const { start, end } = answer.result as { start: string; end: string }
  const name = `range${step}`
  return [`const ${name} = ${call}`, `assert.deepEqual([${name}.start, ${name}.end], [${start}n, ${end}n])`]
}

function callOf(operation: Exclude<Operation, Misuse>, operations: readonly Operation[]): string {
  switch (operation.op) {
    case 'allocate':
      return `allocate(${allocateArguments(operation)})`
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

function allocateArguments(call: Call & { op: 'allocate' }): string {
  if (call.form === 'constraint') return `new Constraint(${requestOf({ ...call, form: undefined })})`
  return call.form === 'size-constraint' ? `new Constraint(${call.size}n)` : requestOf(call)
}

function requestOf({ size, align, policy, form }: RequestText) {
  return form === 'size' ? `${size}n` : `${size}n, ${align}n, ${policyOf(policy)}`
}

/** A call that the types forbid, with placeholders for what the misuse is not about. */
function misused({ call, argument, value }: Misuse, kind: string): string {
  const right = 'type' in call ? construction(call) : callOf(call as Exclude<Operation, Misuse>, [])
  const wrong = right.replace(/\(.*\)$/, `(${wrongArguments(call, argument, value)})`)
  return `assert.throws(() => ${'type' in call ? `new ${wrong}` : `subject.${wrong}`}, ${kind})`
}

function wrongArguments(call: Call | Create, argument: string, value: string): string {
  const given: Record<string, unknown> = { ...call, ...('range' in call ? { range: call.range } : {}) }
  const plain = (name: string): string => {
    if (name === argument) return `${value} as never`
    if (name !== 'policy') return typeof given[name] === 'number' ? `${given[name]}` : `${given[name]}n`
    return argument === 'address'
      ? `AllocPolicy.ExactMatch(${value} as never)`
      : policyOf(given['policy'] as PolicyText)
  }
  if ('range' in call && argument !== 'range') {
    const { start, end } = call.range as { start: string; end: string }
    const ends = { start: `${start}n`, end: `${end}n`, [argument]: `${value} as never` }
    return `{ start: ${ends.start}, end: ${ends.end} }`
  }
  return namesOf(call).map(plain).join(', ')
}

function namesOf(call: Call | Create): string[] {
  return Object.keys(call).filter((name) => !['op', 'type', 'form'].includes(name))
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
