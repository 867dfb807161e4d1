// Finds the numbered deviations of docs/deviations.md in an answer of the crate.
import { U64_MAX } from '../../argument.ts'
import type { Answer, Call, Operation, RangeText, StateText, Vector } from './vector.ts'
import { answerOf, argument, callOf } from './vector.ts'

/** The titles of the deviations, as in docs/deviations.md. */
export const DEVIATIONS: Readonly<Record<string, string>> = {
  D1: 'ExactMatch hands out live addresses',
  D2: 'free accepts a range that is free',
  D3: 'free loses a range that starts at 1 or ends at 2^64-2',
  D4: 'A free neighbour of one byte is not merged',
  D5: "LastMatch can't take a free range that starts at 0 whole",
  D6: 'A placement that ends at 2^64-1 answers Overflow',
  D7: "ExactMatch can't take the last byte of a free range alone",
  D8: 'Ids that end at 2^32-1 run out with Overflow',
  D9: 'Deserialize checks nothing',
  D10: 'An emptied tree takes any range as free',
  D11: 'LastMatch answers Overflow although a lower place exists',
  D12: 'What D1 frees is not merged',
  D13: 'Freeing a free range merges what was left apart',
  D14: 'ExactMatch of 2^64-1 answers Overflow wherever the space lies',
  D15: 'A space of no bytes is refused with Underflow',
  D16: 'The text of InvalidStateTransition names the wrong state',
}

/** The deviations that operation `step` shows; -1 is the construction. */
export function deviationsAt(vector: Vector, step: number): readonly string[] {
  if (vector.oracle === 'sound') return []
  if (step < 0) return vector.create.type === 'AddressAllocator' && vector.error?.kind === 'Underflow' ? ['D15'] : []
  const operation = vector.operations[step] as Operation
  if (operation.deviations !== undefined) return operation.deviations
  const before = step === 0 ? vector.created?.['ranges'] : vector.operations[step - 1]?.ranges
  const call = callOf(operation)
  const answer = answerOf(operation)
  if (call.op === 'allocate_id') return kindOf(answer) === 'Overflow' ? ['D8'] : []
  if (!Array.isArray(before)) return []
  if (call.op === 'allocate') return ofAllocate(call, answer, before)
  return call.op === 'free' ? ofFree(argument(call.range, vector.operations), answer, before) : []
}

function kindOf(answer: Answer): string | undefined {
  return 'error' in answer ? answer.error.kind : undefined
}

function ofAllocate(call: Call & { op: 'allocate' }, answer: Answer, before: readonly StateText[]): string[] {
  const kind = kindOf(answer)
  const { policy } = call
  if (policy.kind === 'ExactMatch') return ofExactMatch(BigInt(policy.address), BigInt(call.size), answer, before)
  if (kind === 'Overflow') return policy.kind === 'LastMatch' ? ['D6', 'D11'] : ['D6']
  const low = before[0]
  const whole = low?.state === 'Free' && low.start === '0x0' && BigInt(low.end) + 1n === BigInt(call.size)
  return kind === 'ResourceNotAvailable' && policy.kind === 'LastMatch' && whole ? ['D5'] : []
}

function ofExactMatch(address: bigint, size: bigint, answer: Answer, before: readonly StateText[]): string[] {
  const kind = kindOf(answer)
  if (kind === 'InvalidStateTransition') return ['D1', 'D16']
  if (kind === 'Overflow') return address === U64_MAX ? ['D14'] : ['D6']
  const holder = before.find(({ start, end }) => BigInt(start) <= address && address <= BigInt(end))
  if (kind === undefined) return holder?.state === 'Allocated' ? ['D1'] : []
  const last = holder?.state === 'Free' && BigInt(holder.end) === address && size === 1n
  return kind === 'ResourceNotAvailable' && last ? ['D7'] : []
}

function ofFree(range: RangeText, answer: Answer, before: readonly StateText[]): string[] {
  const kind = kindOf(answer)
  if (kind === 'Underflow' || kind === 'Overflow') return ['D3']
  if (kind !== undefined) return []
  if (before.length === 0) return ['D10']
  const exactly = before.find(({ start, end }) => start === range.start && end === range.end)
  const found = exactly?.state === 'Free' ? ['D2'] : []
  const single = before.some(
    ({ start, end, state }) => state === 'Free' && start === end && isBeside(BigInt(start), range),
  )
  return single ? [...found, 'D4'] : found
}

function isBeside(address: bigint, { start, end }: RangeText): boolean {
  return address === BigInt(start) - 1n || address === BigInt(end) + 1n
}
