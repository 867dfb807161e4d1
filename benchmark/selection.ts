import { RIVALS, type RivalEntry, WORKLOADS, type WorkloadEntry } from './catalogue.ts'

/** The selection that a run measures. */
export interface Selection {
  readonly workloads: readonly WorkloadEntry[]
  readonly rivals: readonly RivalEntry[]
}

/**
 * Selects workloads by their name or one of their words, and rivals by their name. If no word names a rival, all are
 * selected, and likewise for workloads. Throws for an unknown word.
 */
export function select(words: readonly string[]): Selection {
  const workloads = WORKLOADS.filter((workload) => words.some((word) => names(workload, word)))
  const rivals = RIVALS.filter(({ name }) => words.includes(name))
  const unknown = words.filter((word) => ![...workloads, ...rivals].some((entry) => names(entry, word)))
  if (unknown.length > 0) {
    throw new Error(`No workload and no rival is called ${unknown.join(', ')}; --list shows what there is.`)
  }
  return {
    workloads: workloads.length > 0 ? workloads : WORKLOADS,
    rivals: rivals.length > 0 ? rivals : RIVALS,
  }
}

function names(entry: { readonly name: string; readonly words?: readonly string[] }, word: string): boolean {
  return entry.name === word || entry.words?.includes(word) === true
}

/** The rivals that a workload is measured with. */
export function rivalsOf(workload: WorkloadEntry, rivals: readonly RivalEntry[]): RivalEntry[] {
  return rivals.filter(({ name }) => workload.rivals.includes(name))
}

/** Lists everything that can be selected. */
export function describeSelection({ workloads, rivals }: Selection): string {
  const lines = [
    'Rivals:',
    ...rivals.map(({ name, description }) => `  ${name.padEnd(32)}${description}`),
    '',
    'Workloads:',
    ...workloads.map(
      ({ name, description, words }) => `  ${name.padEnd(32)}${description.padEnd(38)}${words.join(' ')}`,
    ),
  ]
  return lines.map((line) => line.trimEnd()).join('\n')
}
