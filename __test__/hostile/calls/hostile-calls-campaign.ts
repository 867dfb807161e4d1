// `npm run reliability -- hostile-calls`: five million calls by default.
import type { Campaign } from '../campaign.ts'
import { callEverything } from './hostile-calls.ts'

export const campaign: Campaign = ({ seed, calls = 5_000_000 }) => {
  const tally = callEverything(seed, calls)
  const { met, all } = tally.pairs
  console.log(`Seed ${seed}: ${tally.calls} calls, ${tally.reentries} more from inside calls.`)
  console.log(`${met} of ${all} pairs of a function and a kind of argument were met.`)
  const outcomes = [...tally.outcomes].sort(([, one], [, other]) => other - one)
  for (const [outcome, times] of outcomes) console.log(`  ${String(times).padStart(9)}  ${outcome}`)
}
