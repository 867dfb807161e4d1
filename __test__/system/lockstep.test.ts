// A system and a model that shares no code with it agree for any sequence of devices. To run a million steps:
//   VM_ALLOCATOR_STEPS=1000000 npx ava '__test__/system/lockstep.test.ts'
import test from 'ava'
import { Random } from '../support/random.ts'
import { Lockstep, type Scale } from './lockstep.ts'
import type { ModelPool } from './model.ts'
import { randomStep } from './random-steps.ts'

// No stack traces, because there are hundreds of thousands of refusals.
Error.stackTraceLimit = 0

const STEPS = Number(process.env['VM_ALLOCATOR_STEPS'] ?? 8_000)

const POOLS: readonly ModelPool[] = [
  { name: 'mmio', ids: false, base: 4, end: 43 },
  { name: 'high', ids: false, base: 64, end: 127 },
  { name: 'id lines', ids: true, base: 5, end: 23 },
  { name: 'id msi', ids: true, base: 24, end: 63 },
]

const SCALES: Readonly<Record<string, Scale>> = {
  'single addresses': { origin: 0n, grain: 1n },
  pages: { origin: 0xc000_0000n, grain: 0x1000n },
  'the end of the address space': { origin: 2n ** 64n - 128n * 0x1000n, grain: 0x1000n },
  'the last single addresses': { origin: 2n ** 64n - 128n, grain: 1n },
}

for (const [name, scale] of Object.entries(SCALES)) {
  test(`a system and the model agree over random steps: ${name}`, (t) => {
    const count = Math.ceil(STEPS / Object.keys(SCALES).length)
    const random = new Random(name.length)
    let lockstep = new Lockstep(t, POOLS, scale)
    let refused = 0
    for (let step = 1; step <= count; step++) {
      lockstep.step(randomStep(random, lockstep.model))
      if (step % 100 === 0) lockstep.compareOwners()
      if (step % 5000 > 0 && step < count) continue
      refused += lockstep.refused
      lockstep = new Lockstep(t, POOLS, scale)
    }
    t.true(refused > count / 20, `${refused} of ${count} steps were refused`)
    t.log(`${count} steps, ${refused} of them refused`)
  })
}
