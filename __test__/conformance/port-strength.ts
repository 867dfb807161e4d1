// Measures how strong the conformance kit is: plants faults in copies of the example port, and prints which of them a
// default run finds, by recorded and by generated cases, and how short the counterexamples are.
//   npx tsx __test__/conformance/port-strength.ts
import { FAULTS } from './faults.ts'
import { findFault, median } from './strength.ts'

const lengths: number[] = []
const missed: string[] = []
let byCases = 0

for (const fault of FAULTS) {
  const { cases, length } = await findFault(fault)
  if (cases) byCases++
  if (length !== undefined) lengths.push(length)
  if (!cases && length === undefined) missed.push(fault.name)
  const found = [cases ? 'cases' : '', length === undefined ? '' : `sequences (${length} operations)`].filter(Boolean)
  console.log(`${fault.name}: ${found.join(', ') || 'NOT FOUND'}`)
}
console.log(
  `${FAULTS.length} faults, ${FAULTS.length - missed.length} found: ${byCases} by cases, ${lengths.length} by sequences`,
)
console.log(`operations of the shortest sequences: median ${median(lengths)}, most ${Math.max(...lengths)}`)
process.exitCode = missed.length === 0 && median(lengths) <= 4 ? 0 : 1
