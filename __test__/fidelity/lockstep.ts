// One sequence of calls, run through the public API and through the bare crate, compared after every step.
import { isDeepStrictEqual } from 'node:util'
import { AddressAllocator, AllocPolicy } from 'vm-allocator'
import { type Call, type Command, resolve } from '../../lib/conformance/generation/command.ts'
import type { Space } from '../../lib/conformance/generation/space.ts'
import { type Answer, answerOf } from './answer.ts'
import { askCrate } from './oracle.ts'

export interface Step {
  readonly call: Call
  readonly answer: Answer
  /** The tree as serde writes it. */
  readonly tree: string
}

/** Runs the commands through the public API. */
export function run(space: Space, commands: readonly Command[]): Step[] {
  const allocator = new AddressAllocator(space.base, space.size)
  return commands.map((command) => {
    const call = resolve(command, allocator, space)
    return { call, answer: answerOf(() => perform(allocator, call)), tree: allocator.snapshot() }
  })
}

/** Makes a call through the public API. */
export function perform(allocator: AddressAllocator, call: Call): unknown {
  if (call.op === 'free') return allocator.free(call)
  const policy = call.policy === 'ExactMatch' ? AllocPolicy.ExactMatch(call.address) : AllocPolicy[call.policy]
  return allocator.allocate(call.size, call.align, policy)
}

/** Throws at the first step after which the bare crate's answer or tree is another. */
export function compareWithCrate(space: Space, steps: readonly Step[]): void {
  const fields = askCrate(['t', `A ${space.base} ${space.size}`, ...steps.map(({ call }) => request(call))])
  for (const [index, { call, answer, tree }] of steps.entries()) {
    const expected = JSON.parse(fields[2 * index + 2] ?? '{}')
    if (!isDeepStrictEqual(answer, expected)) {
      throw new Error(`step ${index}, ${describe(call)}: answered ${text(answer)}, the crate ${text(expected)}`)
    }
    const expectedTree = fields[2 * index + 3]
    if (tree !== expectedTree) {
      throw new Error(`after step ${index}, ${describe(call)}: the tree is ${tree}, the crate's ${expectedTree}`)
    }
  }
}

function request(call: Call): string {
  if (call.op === 'free') return `R ${call.start} ${call.end}`
  const { policy, size, align } = call
  return policy === 'ExactMatch' ? `X ${size} ${align} ${call.address}` : `${policy.slice(0, 1)} ${size} ${align}`
}

/** A call as a line of TypeScript. */
export function describe(call: Call): string {
  if (call.op === 'free') return `allocator.free({ start: ${hex(call.start)}, end: ${hex(call.end)} })`
  const { policy, size, align } = call
  const place = policy === 'ExactMatch' ? `ExactMatch(${hex(call.address)})` : policy
  return `allocator.allocate(${hex(size)}, ${hex(align)}, AllocPolicy.${place})`
}

/** A sequence as a program that shows it. */
export function program(space: Space, steps: readonly Step[]): string {
  const lines = steps.map(({ call, answer }) => `${describe(call)} // ${text(answer)}`)
  return [`const allocator = new AddressAllocator(${hex(space.base)}, ${hex(space.size)})`, ...lines].join('\n')
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}n`
}

function text(answer: unknown): string {
  return JSON.stringify(answer)
}
