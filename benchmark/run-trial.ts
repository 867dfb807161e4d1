import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { WASM, type WorkloadEntry } from './catalogue.ts'
import { benchmarkFile, engineExample, rivalFile } from './files.ts'
import { importTime } from './import-time.ts'
import { installedSize, nativeFileSize } from './installed-size.ts'

const execute = promisify(execFile)

/** The measurement of one trial, in the unit of its workload. */
export interface Trial {
  readonly value: number
  readonly operations?: number
  /** The wall time in milliseconds, and the part spent waiting for a core. */
  readonly elapsed?: number
  readonly waited?: number
}

/** One operation on the whole state of an allocator takes tens of milliseconds: a trial needs more time for several. */
const STATE_FACTOR = 10

/** Runs a workload once, in its own process. */
export async function runTrial(workload: WorkloadEntry, rival: string, milliseconds: number): Promise<Trial> {
  const budget = workload.words.includes('state') ? STATE_FACTOR * milliseconds : milliseconds
  switch (workload.name) {
    case 'import':
      return { value: importTime(rival) }
    case 'native-file':
      return { value: nativeFileSize(rival) }
    case 'installed':
      return { value: installedSize(rival) }
  }
  if (isTimedByEngine(workload, rival)) {
    const { stdout } = await execute(engineExample('serde_cost'), [workload.name, String(budget)])
    const { nanoseconds, operations } = JSON.parse(stdout) as { nanoseconds: number; operations: number }
    return { value: nanoseconds, operations }
  }
  if (workload.unit === 'bytes per live range') {
    const { bytes } = await inProcess<{ bytes: number }>('memory', rival, workload.name)
    return { value: bytes }
  }
  const { nanoseconds, ...rest } = await inProcess<Omit<Trial, 'value'> & { nanoseconds: number }>(
    'time',
    rival,
    workload.name,
    String(budget),
  )
  return { value: nanoseconds, ...rest }
}

/** The checksum of a rival's answers; `undefined` if there are none. */
export async function runCheck(workload: WorkloadEntry, rival: string): Promise<string | undefined> {
  // The crate's snapshots are compared with the package's in __test__/state/.
  if (!workload.unit.startsWith('ns') || workload.words.includes('state')) return undefined
  const { answers } = await inProcess<{ answers: string }>('check', rival, workload.name)
  return answers
}

/** What the bare crate does with `serde_json`, and no single function of the package does. */
function isTimedByEngine({ name, words }: WorkloadEntry, rival: string): boolean {
  return words.includes('state') && (rival === 'crate' || name === 'rebuild')
}

async function inProcess<T>(mode: string, rival: string, ...rest: string[]): Promise<T> {
  const isCrate = rival === 'crate'
  const flags = mode === 'memory' ? ['--expose-gc'] : []
  const script = [...flags, benchmarkFile('build/trial.js'), mode, rival]
  const { stdout } = isCrate
    ? await execute(rivalFile('crate-benchmark'), [mode, ...rest])
    : await execute(process.execPath, [...script, ...rest], { env: environment(rival) })
  return JSON.parse(stdout) as T
}

/** A variable selects the package's engine. */
function environment(rival: string): NodeJS.ProcessEnv {
  return rival === WASM ? { ...process.env, VM_ALLOCATOR_BINDING: 'wasm' } : process.env
}
