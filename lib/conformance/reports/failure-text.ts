// Describes a failed case on a terminal.
import { renderMap } from 'vm-allocator/map'
import { printable } from '../../text/terminal.ts'
import { DEVIATIONS } from '../cases/deviation.ts'
import {
  answerOf,
  argument,
  type Create,
  type Misuse,
  type Operation,
  type PolicyText,
  type RequestText,
  type StateText,
  type Vector,
} from '../cases/vector.ts'
import type { Status } from '../judging/judge.ts'
import type { Divergence, Outcome } from '../judging/outcome.ts'
import { type Fault, isFault, show } from '../port/port-answer.ts'
import type { Failure, Report } from './report.ts'
import { crateTest, portTest } from './reproduce.ts'

/** The meaning of each status. */
export const STATUSES: Readonly<Record<Status, string>> = {
  accepted: 'the port accepts what the crate refuses',
  refused: 'the port refuses what the crate accepts',
  'wrong-result': 'the results differ',
  'wrong-kind': "the errors' kinds differ",
  'wrong-payload': "the errors' payloads differ",
  'wrong-message': "the errors' messages differ",
  'wrong-ranges': 'the answers agree, but the ranges after the call differ',
  'wrong-members': 'the new object has different properties',
  'wrong-snapshot': 'the answers agree, but the snapshots after the last call differ',
  unchecked:
    "the port takes an argument that it should refuse; an adapter with misuse: 'unchecked' leaves that to TypeScript",
  hang: "the port didn't answer in time",
  crash: 'the port crashed',
  memory: 'the port used too much memory',
  'floating-rejection': 'a promise of the port was rejected and nobody handled it',
  'non-error': "the port threw something that is not an Error, and an adapter's errorOf doesn't read it",
  'unknown-error':
    "the port threw an error that isn't one of the crate's kinds, and an adapter's errorOf doesn't read it",
  precision: "the port answered a number that isn't an exact whole number",
  malformed: "the port's answer can't be read",
  mutation: 'the port changed an argument',
  'shared-state': 'two instances of the port share state',
}

/** A row of the table of steps. */
export interface Row {
  readonly step: string
  readonly call: string
  readonly crate: string
  readonly port: string
  /** Whether they differ here. */
  readonly parts: boolean
}

/** The steps up to the one that differs, starting with the construction. */
export function rowsOf({ vector, divergence, answers }: Outcome): Row[] {
  const { create, error, operations } = vector
  const last = divergence?.step ?? operations.length - 1
  const row = (step: number, call: string, crate: string, answer: unknown): Row => {
    const parts = divergence?.step === step
    const port = parts ? formatAnswer(divergence.actual) : answer === undefined ? '' : formatAnswer(answer)
    return {
      step: step < 0 ? 'new' : `${step}`,
      call,
      crate: parts ? formatAnswer(divergence.expected) : crate,
      port,
      parts,
    }
  }
  const made = row(
    -1,
    creationText(create),
    error === undefined ? 'ok' : error.kind,
    error === undefined ? { result: null } : undefined,
  )
  const steps = operations
    .slice(0, last + 1)
    .map((operation, step) =>
      row(step, operationText(operation, operations), formatAnswer(answerOf(operation)), answers[step]),
    )
  return [made, ...steps]
}

/** The whole report of a failure. */
export function failureText(failure: Failure, port: string, report: Pick<Report, 'level' | 'program'>): string {
  const { vector, divergence, repeats = 0 } = failure
  if (divergence === undefined) return ''
  const rows = rowsOf(failure)
  const again = replayWords(failure)
  const rust = crateTest(failure)
  const where = divergence.step < 0 ? 'the construction' : `step ${divergence.step}`
  const parts = [
    `${vector.id}: ${vector.title}\nAt ${where}, ${STATUSES[divergence.status]} (${divergence.status}).${detailOf(divergence.actual)}${repeats > 0 ? `\n${repeats} more cases fail in the same way.` : ''}`,
    tableText(rows),
    ...mapTexts(failure),
    ...causeLines(divergence).map((line) => `Deviation ${line} See docs/deviations.md.`),
    `To reproduce: vm-allocator conformance ${printable(port)} ${again}`,
    `As a TypeScript test:\n\n${indent(portTest(failure, { ...report, port, again }))}`,
    ...(rust === undefined ? [] : [`As a Rust test of the crate:\n\n${indent(rust)}`]),
  ]
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n`
}

/** The deviations that explain a difference, and the step at which the crate shows each, if it is an earlier one. */
export function causeLines({ causes, step: own }: Divergence): string[] {
  const lines = causes.map(({ deviation, step }) => {
    return `${deviation}${step === own ? '' : `, at step ${step}`}: ${DEVIATIONS[deviation]}.`
  })
  return [...new Set(lines)]
}

/** The options that run only this failure. */
export function replayWords({ vector, seed, path }: Failure): string {
  return path === undefined ? `--only ${vector.id}` : `--seed ${seed} --path ${path}`
}

/** The ranges of the crate and of the port after the step that differs, as sources for maps. */
export function mapSources({ vector, divergence, portRanges }: Outcome) {
  const { created } = vector
  if (vector.create.type !== 'AddressAllocator' || divergence === undefined || created === undefined) return []
  const { step } = divergence
  const crate = step < 0 ? (created['ranges'] as StateText[]) : vector.operations[step]?.ranges
  const space = { base: BigInt(String(created['base'])), end: BigInt(String(created['end'])) }
  const same = JSON.stringify(crate) === JSON.stringify(portRanges)
  const lists = [
    { title: same ? "The crate's ranges, and the port's" : "The crate's ranges", list: crate },
    { title: "The port's ranges", list: same ? undefined : portRanges },
  ]
  return lists.flatMap(({ title, list }) =>
    list === undefined ? [] : [{ title, source: { ...space, ranges: () => list.map(toRange) } }],
  )
}

function toRange({ start, end, state }: StateText) {
  return {
    start: BigInt(start),
    end: BigInt(end),
    state: state === 'Free' ? ('free' as const) : ('allocated' as const),
  }
}

function mapTexts(outcome: Outcome): string[] {
  return mapSources(outcome).map(({ title, source }) => {
    try {
      return renderMap(source, { title: `${title} after it`, width: 80, color: false })
    } catch (error) {
      return `${title} can't be drawn: ${show(error)}`
    }
  })
}

/** Describes what is wrong with an answer: with one of its members, or with the port. */
export function sentenceOf({ detail }: Fault): string {
  return `${detail.startsWith('`') ? '' : 'It '}${detail}.`
}

function detailOf(actual: unknown): string {
  return isFault(actual) ? ` ${sentenceOf(actual)}` : ''
}

function tableText(rows: readonly Row[]): string {
  const head = { step: 'step', call: 'call', crate: 'crate', port: 'port', parts: false }
  const width = (name: 'step' | 'call' | 'crate') => Math.max(...[head, ...rows].map((row) => row[name].length))
  const [step, call, crate] = [width('step'), width('call'), width('crate')]
  return [head, ...rows]
    .map((row) =>
      `${row.parts ? '>' : ' '} ${row.step.padStart(step)}  ${row.call.padEnd(call)}  ${row.crate.padEnd(crate)}  ${row.port}`.trimEnd(),
    )
    .join('\n')
}

/** Describes an answer, a list of ranges, or members briefly. */
export function formatAnswer(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return String(answer)
  if (isFault(answer)) return `(${answer.fault})`
  if ('error' in answer) return errorText(answer.error as { kind: string; payload: object; message: string })
  if ('result' in answer) return answer.result === null ? 'ok' : valueText(answer.result)
  if (Array.isArray(answer)) return answer.map(valueText).join(' ')
  return JSON.stringify(answer)
}

function errorText({ kind, payload }: { kind: string; payload: object }): string {
  return Object.keys(payload).length === 0 ? kind : `${kind} ${JSON.stringify(payload)}`
}

function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { start, end, state } = value as { start: string; end: string; state?: string }
  return `[${start}, ${end}]${state === undefined ? '' : ` ${state}`}`
}

function creationText(create: Create): string {
  if (create.type === 'IdAllocator') return `IdAllocator(${create.base}, ${create.end})`
  if (create.type === 'Constraint') return `Constraint(${requestText(create)})`
  const values = create.type === 'RangeInclusive' ? [create.start, create.end] : [create.base, create.size]
  return `${create.type}(${values.join(', ')})`
}

/** Writes a call as a line. */
export function operationText(operation: Operation, operations: Vector['operations']): string {
  if (operation.op === 'misuse') return misuseText(operation)
  if (operation.op === 'allocate') {
    const request = requestText(operation.form === 'size-constraint' ? { ...operation, form: 'size' } : operation)
    return `allocate(${operation.form?.endsWith('constraint') ? `Constraint(${request})` : request})`
  }
  if ('range' in operation) {
    const { start, end } = argument(operation.range, operations) as { start: string; end: string }
    return `${operation.op}([${start}, ${end}])`
  }
  return 'id' in operation ? `${operation.op}(${argument(operation.id, operations)})` : operation.op
}

function requestText({ size, align, policy, form }: RequestText) {
  return form === 'size' ? size : `${size}, ${align}, ${policyText(policy)}`
}

function misuseText({ call, argument, value }: Misuse): string {
  return `${'type' in call ? `new ${call.type}` : call.op} with ${argument} = ${value}`
}

function policyText(policy: PolicyText): string {
  return policy.kind === 'ExactMatch' ? `ExactMatch(${policy.address})` : policy.kind
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ')
}
