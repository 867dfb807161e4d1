import type { RivalEntry, WorkloadEntry } from './catalogue.ts'
import { type Result, type Results, summarise, thisMachine } from './results.ts'
import { runCheck, runTrial, type Trial } from './run-trial.ts'
import { rivalsOf, type Selection } from './selection.ts'

export interface Plan extends Selection {
  readonly repeats: number
  /** The time limit of each trial, in milliseconds. */
  readonly budget: number
  /** Called with what runs next, and how many of all processes are done. */
  progress(what: string, done: number, all: number): void
}

interface Contest {
  readonly workload: WorkloadEntry
  readonly rival: RivalEntry
  readonly trials: Trial[]
  answers: string | undefined
}

/** A rival's answers at a workload. */
export interface Answered {
  readonly workload: { readonly name: string }
  readonly rival: { readonly name: string }
  readonly answers: string | undefined
}

/**
 * Checks that all rivals answer alike, then times them in alternation: each round runs all workloads with all rivals.
 */
export async function run(plan: Plan): Promise<Results> {
  const contests: Contest[] = plan.workloads.flatMap((workload) =>
    rivalsOf(workload, plan.rivals).map((rival) => ({ workload, rival, trials: [], answers: undefined })),
  )
  const all = contests.length * (plan.repeats + 1)
  let done = 0
  for (let round = 0; round <= plan.repeats; round += 1) {
    for (const contest of contests) {
      const { workload, rival, trials } = contest
      plan.progress(`${workload.name} ${rival.name}`, done, all)
      if (round === 0) contest.answers = await runCheck(workload, rival.name)
      else if (round === 1 || workload.unit !== 'bytes') trials.push(await runTrial(workload, rival.name, plan.budget))
      done += 1
    }
    if (round === 0) compareAnswers(contests)
  }
  plan.progress('', all, all)
  return toResults(plan, contests)
}

/** Throws if two rivals answered differently. */
export function compareAnswers(answered: readonly Answered[]): void {
  for (const workload of new Set(answered.map((one) => one.workload.name))) {
    const group = answered.filter((one) => one.workload.name === workload)
    if (new Set(group.map(({ answers }) => answers)).size <= 1) continue
    const answers = group.map(({ rival, answers }) => `${rival.name} ${answers}`).join(', ')
    throw new Error(`The answers at ${workload} differ: ${answers}`)
  }
}

function toResults({ repeats, budget }: Plan, contests: readonly Contest[]): Results {
  const trials = contests.flatMap((contest) => contest.trials)
  const elapsed = sum(trials.map((trial) => trial.elapsed))
  return {
    format: 1,
    date: new Date().toISOString(),
    machine: thisMachine(),
    repeats,
    budget,
    waited: elapsed === 0 ? 0 : sum(trials.map((trial) => trial.waited)) / elapsed,
    results: contests.map(toResult),
  }
}

function toResult({ workload, rival, trials, answers }: Contest): Result {
  const entry = { workload: workload.name, rival: rival.name, unit: workload.unit }
  const values = trials.map(({ value }) => value)
  const operations = workload.unit.startsWith('ns') ? sum(trials.map((trial) => trial.operations)) : undefined
  return summarise(entry, values, { operations, answers })
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0)
}
