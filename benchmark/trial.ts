// Runs one trial in its own process, like `rivals/crate` for the crate. The arguments are `check`, `time` or `memory`,
// the rival, the workload and, for `time`, the budget in milliseconds. Prints one line of JSON.
import { Answers } from './answers.ts'
import { measure } from './measure.ts'
import type { Rival } from './rival.ts'
import { memoryPerLiveRange } from './workloads/memory.ts'
import { makeTask } from './workloads/task.ts'

const RIVALS: Readonly<Record<string, () => Promise<{ readonly rival: Rival }>>> = {
  'vm-allocator': () => import('./rivals/vm-allocator.ts'),
  webassembly: () => import('./rivals/vm-allocator.ts'),
  'plain-napi': () => import('./rivals/plain-napi.ts'),
  koffi: () => import('./rivals/koffi.ts'),
  'typescript-bigint': () => import('./rivals/typescript-bigint.ts'),
  'typescript-number': () => import('./rivals/typescript-number.ts'),
  'npm-packages': () => import('./rivals/npm-packages.ts'),
  'node-api': () => import('./rivals/reference.ts'),
}

const [mode = '', name = '', workload = '', budget] = process.argv.slice(2)
const load = RIVALS[name]
if (load === undefined) throw new Error(`no rival ${name}`)
const { rival } = await load()
console.log(JSON.stringify(mode === 'memory' ? await memory() : runTask()))

function runTask(): object {
  const task = makeTask(workload, rival)
  if (task === undefined) throw new Error(`${name} can't do ${workload}`)
  if (mode === 'time') return measure(task, Number(budget))
  const answers = new Answers(rival.kind ?? String)
  task.check(answers)
  return { answers: answers.checksum, count: answers.count }
}

async function memory(): Promise<object> {
  const { reference } = await import('./rivals/reference.ts')
  if (rival.addresses === undefined) throw new Error(`${name} allocates no addresses`)
  return { bytes: await memoryPerLiveRange(workload, rival.addresses, reference.mallocBytes) }
}
