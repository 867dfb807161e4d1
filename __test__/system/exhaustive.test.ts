// Compares every state that a few devices can reach in a small system, and every answer in it, with the model.
import test from 'ava'
import { Lockstep, type Step } from './lockstep.ts'
import type { ModelNeed, ModelPool } from './model.ts'

// No stack traces, because there are hundreds of thousands of refusals.
Error.stackTraceLimit = 0

const POOLS: readonly ModelPool[] = [
  { name: 'mmio', ids: false, base: 2, end: 7 },
  { name: 'id lines', ids: true, base: 0, end: 2 },
]
/** The number of steps in a sequence; at the end of the address space, one fewer. */
const DEPTH = 4

const range = (size: number, align: number, place: ModelNeed['place']): ModelNeed => {
  return { resource: 'bar', pools: ['mmio'], size, align, place, within: undefined, scattered: false }
}
const ids = (size: number, scattered: boolean): ModelNeed => {
  const align = scattered ? 1 : 2 ** Math.ceil(Math.log2(size))
  return { resource: 'irq', pools: ['id lines'], size, align, place: 'bottom', within: undefined, scattered }
}

const NEEDS: readonly (readonly ModelNeed[])[] = [
  [range(1, 1, 'bottom')],
  [range(1, 1, 'top')],
  [range(1, 1, 3)],
  [range(2, 2, 'bottom')],
  [range(2, 1, 'top'), ids(1, false)],
  [range(3, 1, 'bottom'), ids(2, true)],
  [ids(2, false)],
  [range(4, 4, 'bottom'), ids(3, true)],
]

/**
 * The possible next steps: a device is attached under the first unused name, or an attached one is detached or moved.
 */
function steps(attached: readonly string[]): Step[] {
  const name = ['a', 'b', 'c', 'd'].find((one) => !attached.includes(one))
  const come = name === undefined ? [] : NEEDS.map((needs): Step => ({ op: 'attach', device: name, needs }))
  return [...come, ...attached.map((device): Step => ({ op: 'detach', device }))]
}

test(`all sequences of ${DEPTH} steps on a small system give the model's answers`, (t) => {
  let sequences = 0
  for (const scale of [
    { origin: 0n, grain: 1n, depth: DEPTH },
    { origin: 2n ** 64n - 8n, grain: 1n, depth: DEPTH - 1 },
  ]) {
    const visit = (before: readonly Step[]): void => {
      const lockstep = new Lockstep(t, POOLS, scale)
      for (const step of before) lockstep.step(step)
      lockstep.compareOwners()
      sequences++
      if (before.length === scale.depth) return
      for (const step of steps([...lockstep.model.devices.keys()])) visit([...before, step])
    }
    visit([])
  }
  t.log(`${sequences} sequences`)
  t.true(sequences > 5000)
})
