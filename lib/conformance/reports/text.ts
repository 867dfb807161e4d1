import type { Count } from '../judging/coverage.ts'
import { nameOf } from '../judging/known.ts'
import { VIOLATIONS, type Violation } from '../judging/ownership-ledger.ts'
import { wayOf } from '../judging/tally.ts'
import { failureText } from './failure-text.ts'
import type { Failure, Report } from './report.ts'

/** How many failures are told in full. */
const MOST_DETAILS = 5

/** The report for a terminal. `port` is the file as the command line has it. */
export function textReport(report: Report, port: string): string {
  const { unmet } = report
  const failures = inOrder(report)
  const details = failures
    .slice(0, MOST_DETAILS)
    .map((failure, index) => `── ${index + 1} of ${failures.length} ──\n\n${failureText(failure, port)}`)
  const others = failures.slice(MOST_DETAILS).map((failure) => lineText(failure))
  const stale = unmet.map((entry) => `Known, but it no longer occurs: ${nameOf(entry)} (${entry.reason})`)
  return `${[...details, ...(others.length === 0 ? [] : [`Also:\n${others.join('\n')}\n`]), ...stale, coverageText(report), summaryText(report)].join('\n')}\n`
}

/** The failures in the order in which they are worth reading: the shortest of each way to fail, then all others. */
export function inOrder({ failures }: Report): Failure[] {
  // Of misuse the crate knows nothing, so that it can wait.
  const rank = ({ vector, divergence }: Failure) =>
    (divergence?.step ?? 0) + (vector.tags.includes('topic:misuse') ? 1000 : 0)
  const sorted = [...failures].sort((one, other) => rank(one) - rank(other))
  const ways = new Set<string>()
  const firsts = sorted.filter((failure) => !ways.has(wayOf(failure)) && ways.add(wayOf(failure)))
  return [...firsts, ...sorted.filter((failure) => !firsts.includes(failure))]
}

function lineText({ vector, divergence, repeats = 0 }: Failure): string {
  const shown = divergence?.deviations.length ? `, shows ${divergence.deviations.join(', ')}` : ''
  return `  ${vector.id}: ${divergence?.status}${shown}${repeats > 0 ? `, and ${repeats} more in the same way` : ''}`
}

/** The last lines: the verdicts and the counts. */
export function summaryText(report: Report): string {
  const { port, level, totals, verdicts, unsupported } = report
  const missing = Object.entries(unsupported).map(([what, times]) => `${what}: ${times}`)
  return [
    `${port}: ${report.passed ? 'passed' : 'FAILED'} at level ${level}`,
    `  canonical: ${verdicts.canonical ? 'yes' : 'no'}${totals.known > 0 ? `, ${totals.known} known deviations` : ''}`,
    `  sound: ${verdicts.sound ? 'yes' : `no, ${soundText(report)}`}`,
    `  ${totals.cases} cases: ${totals.passed} passed, ${totals.failed} failed, ${totals.known} known, ${totals.unsupported} unsupported`,
    ...(missing.length === 0 ? [] : [`  unsupported: ${missing.join(', ')}`]),
    `  ${generatedText(report)}`,
  ].join('\n')
}

/** How many generated sequences ran. */
export function generatedText({ runs, ran, seed }: Report): string {
  return `${ran === runs ? runs : `${ran} of ${runs}`} generated sequences from seed ${seed}`
}

function soundText({ violations }: Report): string {
  return Object.entries(violations)
    .map(
      ([violation, { times, example }]) =>
        `${VIOLATIONS[violation as Violation]} (${times} cases, such as ${example.vector.id})`,
    )
    .join('; ')
}

/** What was exercised, and how often. */
export function coverageText({ coverage }: Report): string {
  const calls = Object.entries(coverage.calls)
  const width = Math.max(0, ...calls.map(([name]) => name.length))
  const lines = calls.map(([name, outcomes]) => `  ${name.padEnd(width)}  ${countsText(outcomes)}`)
  return [
    'Exercised, by what the crate answered:',
    ...lines,
    `  ${'deviations'.padEnd(width)}  ${countsText(coverage.deviations)}`,
    '',
  ].join('\n')
}

function countsText(counts: Readonly<Record<string, Count>>): string {
  return Object.entries(counts)
    .map(([name, { passed, failed }]) => `${name} ${passed + failed}${failed > 0 ? ` (${failed} failed)` : ''}`)
    .join(', ')
}
