// What the mutation test runs for each mutant of the example port: the kit, as by default except for the closest level. The
// vectors come first, since nearly all mutants are killed by them. Exit status 0: the mutant lives.
import * as port from '../../../examples/port/index.ts'
import { type CheckOptions, checkConformance } from '../../../lib/conformance/index.ts'

const CLOSEST = { level: 'state', complete: true, seed: 1 } as const

async function passes(options: CheckOptions): Promise<boolean> {
  return (await checkConformance(port, { ...CLOSEST, ...options })).passed
}

process.exitCode = (await passes({ runs: 0 })) && (await passes({ only: ['generated'] })) ? 0 : 1
