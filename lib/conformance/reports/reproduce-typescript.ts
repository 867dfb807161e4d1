// Writes a case as a TypeScript test, to paste beside a port whose classes are shaped like this package's.
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
  type StateText,
  type Vector,
} from '../cases/vector.ts'
import type { Level, Status } from '../judging/judge.ts'
import type { Divergence } from '../judging/outcome.ts'
import { membersOf } from '../judging/run-vector.ts'
import type { PortProgram } from '../port/profile.ts'

/** What a test depends on besides the case. */
export interface TestContext {
  /** Where the port is imported from. */
  readonly file: string
  /** The title as a literal. */
  readonly title: string
  readonly level: Level
  readonly program?: PortProgram | undefined
}

/** Writes the test up to the operation that differs. */
export function typescriptTest(
  vector: Vector,
  divergence: Pick<Divergence, 'step' | 'status'>,
  context: TestContext,
): string {
  const { create, error, operations } = vector
  const { step: last, status } = divergence
  const lines =
    error === undefined
      ? [`const subject = new ${construction(create)}`]
      : [refused(`new ${construction(create)}`, error, context.level)]
  const steps = operations
    .slice(0, last + 1)
    .flatMap((operation, step) => statements(operation, step, operations, context.level))
  const written = [...lines, ...steps, ...stateChecks(vector, last, status)].map((line) =>
    inNumbers(line, context.program),
  )
  const policies = context.program?.policies === true
  const body = policies ? written.map((line) => line.replace(PLAIN_POLICY, ownPolicy)) : written
  const used = ['AllocPolicy', 'Constraint'].filter((name) =>
    body.some((line) => new RegExp(`\\b${name}[.(]`).test(line)),
  )
  return `import assert from 'node:assert/strict'
import test from 'node:test'
import { ${[...new Set([create.type, ...used])].join(', ')} } from '${context.file}'

test(${context.title}, () => {
${body.map((line) => `  ${line}`).join('\n')}
})
`
}

/** A policy as a plain object, for ports that export no policies as values. */
const PLAIN_POLICY = /\{ kind: '(\w+Match)'(?:, address: ([^}]+))? \}/g

function ownPolicy(_: string, kind: string, address: string | undefined): string {
  return address === undefined ? `AllocPolicy.${kind}` : `AllocPolicy.ExactMatch(${address})`
}

/** Replaces bigints with numbers, for a port that takes numbers. */
function inNumbers(line: string, program: PortProgram | undefined): string {
  return program?.numbers === 'number' ? line.replace(/\b(0x[0-9a-f]+)n\b/g, '$1') : line
}

/** Also checks properties, the snapshot or the ranges, if that is where the difference is. */
function stateChecks(vector: Vector, last: number, status: Status): string[] {
  const { created = {}, operations, snapshot } = vector
  if (status === 'wrong-members') {
    const members = Object.entries(membersOf(vector)).map(([name, value]) => [
      name,
      vector.create.type === 'IdAllocator' ? `${Number(value)}` : `${value}n`,
    ])
    return members.map(([name, value]) => `assert.equal(subject.${name}, ${value})`)
  }
  if (status === 'wrong-snapshot') return [`assert.equal(subject.snapshot(), ${JSON.stringify(snapshot)})`]
  const ranges = (last < 0 ? created['ranges'] : operations[last]?.ranges) as readonly StateText[] | undefined
  if ((status !== 'wrong-ranges' && status !== 'malformed') || ranges === undefined) return []
  const list = ranges.map(({ start, end, state }) => `[${start}n, ${end}n, '${state.toLowerCase()}']`)
  return [
    'const ranges = [...subject.ranges()].map(({ start, end, state }) => [start, end, state.toLowerCase()])',
    `assert.deepEqual(ranges, [${list.join(', ')}])`,
  ]
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

function statements(operation: Operation, step: number, operations: readonly Operation[], level: Level): string[] {
  if (operation.op === 'misuse') return [misused(operation, operation.error?.kind ?? 'TypeError')]
  const call = `subject.${callOf(operation, operations)}`
  const answer: Answer = answerOf(operation)
  if ('error' in answer) return [refused(call, answer.error, level)]
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

/** A call that the types forbid, with placeholders for the other arguments. */
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
      ? `{ kind: 'ExactMatch', address: ${value} as never }`
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
  return policy.kind === 'ExactMatch'
    ? `{ kind: 'ExactMatch', address: ${policy.address}n }`
    : `{ kind: '${policy.kind}' }`
}

function literal(result: unknown): string {
  return typeof result === 'string' ? `${result}n` : String(result)
}

/** Asserts that a call throws, as strictly as the level requires. */
function refused(call: string, { kind, payload, message }: ErrorText, level: Level): string {
  if (level === 'results') return `assert.throws(() => ${call}, Error)`
  const members = Object.entries(payload).map(([name, value]) => checkOf(name, value))
  if (members.length === 0 && level === 'errors') return `assert.throws(() => ${call}, { kind: '${kind}' })`
  const text = level === 'errors' ? [] : [`error.message === ${JSON.stringify(message)}`]
  return `assert.throws(() => ${call}, (error: any) => ${[`error.kind === '${kind}'`, ...members, ...text].join(' && ')})`
}

function checkOf(name: string, value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const { start, end } = value as { start: string; end: string }
    return `error.${name}.start === ${start}n && error.${name}.end === ${end}n`
  }
  if (name === 'state') return `error.state.toLowerCase() === '${String(value).toLowerCase()}'`
  return `error.${name} === ${literal(value)}`
}
