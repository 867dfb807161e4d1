// What the mutation test runs for each mutant of the example port: the kit with default options, except for the
// strictest level. The vectors come first, because they kill nearly all mutants. Exit status 0: the mutant survived.
import * as port from '../../../examples/port/index.ts'
import { type CheckOptions, checkConformance } from '../../../lib/conformance/index.ts'

const CLOSEST = { level: 'state', complete: true, seed: 1 } as const

async function passes(options: CheckOptions): Promise<boolean> {
  return (await checkConformance(port, { ...CLOSEST, ...options })).passed
}

process.exitCode = (await passes({ runs: 0 })) && (await passes({ only: ['generated'] })) ? 0 : 1
