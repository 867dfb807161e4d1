import { printable, printableLines } from '../../text/terminal.ts'
import { DEVIATIONS } from '../cases/deviation.ts'
import { callName } from '../cases/vector.ts'
import type { Count } from '../judging/coverage.ts'
import { nameOf } from '../judging/known.ts'
import { deviationsOf } from '../judging/outcome.ts'
import { VIOLATIONS, type Violation } from '../judging/ownership-ledger.ts'
import { wayOf } from '../judging/way.ts'
import { failureText } from './failure-text.ts'
import type { Failure, Report } from './report.ts'

/** How many failures are reported in full. */
const MOST_DETAILS = 5

/** Writes the report for a terminal. `port` is the file as given on the command line. */
export function textReport(report: Report, port: string): string {
  const { unmet } = report
  const failures = inOrder(report)
  const details = failures
    .slice(0, MOST_DETAILS)
    .map((failure, index) => `── ${index + 1} of ${failures.length} ──\n\n${failureText(failure, port, report)}`)
  const others = groupsText(failures.slice(MOST_DETAILS))
  const stale = unmet.map((entry) => `Known, but it no longer occurs: ${nameOf(entry)} (${entry.reason})`)
  const parts = [...details, ...(others === '' ? [] : [`Also:\n${others}\n`]), ...stale, coverageText(report)]
  return `${printableLines([...parts, summaryText(report)].join('\n'))}\n`
}

/** Sorts failures for readers: first the shortest of each way to fail, then all others. */
export function inOrder({ failures }: Report): Failure[] {
  // Misuse comes last, because it has no counterpart in the crate.
  const rank = ({ vector, divergence }: Failure) =>
    (divergence?.step ?? 0) + (vector.tags.includes('topic:misuse') ? 1000 : 0)
  const sorted = [...failures].sort((one, other) => rank(one) - rank(other))
  const ways = new Set<string>()
  const firsts = sorted.filter(
    (failure) =>
      !ways.has(wayOf(failure.vector, failure.divergence)) && ways.add(wayOf(failure.vector, failure.divergence)),
  )
  return [...firsts, ...sorted.filter((failure) => !firsts.includes(failure))]
}

/** The most cases that are named in a group. */
const MOST_NAMES = 3

/** Summarises the failures: first those that deviations explain, by deviation, then all others by the way they fail. */
function groupsText(failures: readonly Failure[]): string {
  const explained = new Map<string, Failure[]>()
  const others = new Map<string, Failure[]>()
  for (const failure of failures) {
    const deviations = failure.divergence === undefined ? [] : deviationsOf(failure.divergence)
    const [groups, key] =
      deviations.length === 0
        ? [others, wayOf(failure.vector, failure.divergence)]
        : [explained, deviations.map((number) => `${number}, ${DEVIATIONS[number]}`).join('; ')]
    groups.set(key, [...(groups.get(key) ?? []), failure])
  }
  return [
    ...[...others.values()].map((group) => groupText(whatFails(group[0]), group)),
    ...[...explained].map(([what, group]) => groupText(what, group)).sort(),
  ].join('\n')
}

function whatFails(failure: Failure | undefined): string {
  const { vector, divergence } = failure ?? {}
  const operation = vector?.operations[divergence?.step ?? -1]
  return `${divergence?.status} at ${operation === undefined ? 'the construction' : callName(operation)}`
}

function groupText(what: string, group: readonly Failure[]): string {
  const ids = [...new Set(group.map(({ vector }) => vector.id))]
  const names = ids.slice(0, MOST_NAMES)
  const total = group.reduce((sum, { repeats = 0 }) => sum + repeats, ids.length)
  const cases = total === 1 ? '1 case' : `${total} cases`
  return `  ${what}: ${cases}${names.length < total ? ', such as' : ','} ${names.join(', ')}`
}

/** The last lines: the verdicts and the counts. */
export function summaryText(report: Report): string {
  const { port, level, totals, verdicts, unsupported } = report
  const missing = Object.entries(unsupported).map(([what, times]) => `${what}: ${times}`)
  return [
    `${printable(port)}: ${report.passed ? 'passed' : 'FAILED'} at level ${level}${report.passed ? '' : ` (${report.reasons.join('; ')})`}`,
    `  ${agreementText(report)}`,
    `  sound: ${verdicts.sound ? 'yes' : `no, ${soundText(report)}`}`,
    `  ${totals.cases} cases: ${totals.passed} passed, ${totals.failed} failed, ${totals.known} known, ${totals.unsupported} unsupported`,
    ...(missing.length === 0 ? [] : [`  unsupported: ${missing.join(', ')}`]),
    report.stopped === undefined
      ? `  ${generatedText(report)}`
      : `  stopped after ${totals.cases} cases: ${report.stopped}`,
  ].join('\n')
}

/** Whether the port answers like the oracle. */
function agreementText({ oracle, verdicts, totals }: Report): string {
  const known = totals.known > 0 ? `, ${totals.known} known differences` : ''
  if (oracle === 'crate') return `canonical: ${verdicts.canonical ? 'yes' : 'no'}${known}`
  return `as sound mode: ${totals.failed + totals.known === 0 ? 'yes' : 'no'}${known}`
}

/** The number of generated sequences, and how many of them weren't compared to the end. */
export function generatedText({ runs, ran, endedEarly, seed }: Report): string {
  if (runs === 0) return 'no generated sequences'
  const ended = endedEarly === 0 ? '' : `; ${endedEarly} ended at a difference`
  return `${ran === runs ? runs : `${ran} of ${runs}`} generated sequences from seed ${seed}${ended}`
}

function soundText({ violations }: Report): string {
  if (Object.keys(violations).length === 0) return 'not every call returned'
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
