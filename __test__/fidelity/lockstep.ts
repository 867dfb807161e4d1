// Runs a sequence of calls through the public API and the bare crate, and compares them after every step.
import { isDeepStrictEqual } from 'node:util'
import { AddressAllocator } from 'vm-allocator'
import { ask } from '../../lib/conformance/cases/crate.ts'
import { type Answer, type Call, hex } from '../../lib/conformance/cases/vector.ts'
import { type Command, resolve } from '../../lib/conformance/generation/command.ts'
import { spellCall } from '../../lib/conformance/generation/sequences.ts'
import type { Space } from '../../lib/conformance/generation/space.ts'
import { askCrate } from './oracle.ts'

export interface Step {
  readonly call: Call
  readonly answer: Answer
  /** The tree as serde writes it. */
  readonly tree: string
}

/** Runs the commands on an allocator of the package. */
export function runOn(allocator: AddressAllocator, space: Space, commands: readonly Command[]): Step[] {
  return commands.map((command) => {
    const call = spellCall(resolve(command, allocator, space))
    return { call, answer: ask(allocator, call), tree: allocator.snapshot() }
  })
}

/** Runs the commands on a new allocator. */
export function run(space: Space, commands: readonly Command[], sound = false): Step[] {
  return runOn(new AddressAllocator(space.base, space.size, { sound }), space, commands)
}

/** The space's allocator in the oracle's format. */
export function creation({ base, size }: Space) {
  return { type: 'AddressAllocator', base: hex(base), size: hex(size) } as const
}

/** Throws at the first step where the bare crate's answer or tree differs. */
export function compareWithCrate(space: Space, steps: readonly Step[]): void {
  const operations = steps.map(({ call }) => call)
  const [{ answers, states }] = askCrate({ create: creation(space), operations, states: true })
  for (const [index, { call, answer, tree }] of steps.entries()) {
    if (!isDeepStrictEqual(answer, answers[index]))
      throw new Error(`step ${index}, ${text(call)}: answered ${text(answer)}, the crate ${text(answers[index])}`)
    const crates = states[index + 1]
    if (tree !== crates)
      throw new Error(`after step ${index}, ${text(call)}: the tree is ${tree}, the crate's ${crates}`)
  }
}

function text(value: unknown): string {
  return JSON.stringify(value)
}
