// Reports for programs: JSON, JUnit XML and TAP.

import { printable } from '../../text/terminal.ts'
import { escapeXml } from '../../text/xml.ts'
import { nameOf } from '../judging/known.ts'
import { failureText } from './failure-text.ts'
import type { Report } from './report.ts'
import { generatedText } from './text.ts'

/** Writes the whole report as JSON. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}

interface Line {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly text?: string
}

/**
 * A line for each recorded case, one for all generated cases, one for each known deviation that no longer occurs, and
 * one for any other reason to fail: some line fails if and only if the run does.
 */
function linesOf(report: Report, port: string): Line[] {
  const texts = new Map(report.failures.map((failure) => [failure.vector.id, failureText(failure, port, report)]))
  const cases = report.cases.map((line): Line => withText(line, texts.get(line.id)))
  const listed = new Set(report.cases.map(({ id }) => id))
  const made = report.failures
    .filter(({ vector }) => !listed.has(vector.id))
    .map(({ vector: { id, title } }): Line => withText({ id, title, status: 'failed' }, texts.get(id)))
  const generated: Line = { id: 'generated', title: generatedText(report), status: 'passed' }
  const stale = report.unmet.map(
    (entry): Line => ({
      id: `known-${nameOf(entry)}`,
      title: 'A known deviation still occurs',
      status: 'failed',
      text: `It no longer occurs: ${entry.reason}`,
    }),
  )
  const lines = [...cases, ...(made.length === 0 && report.ran > 0 ? [generated] : made), ...stale]
  if (report.passed || lines.some(({ status }) => status === 'failed')) return lines
  return [...lines, { id: 'verdict', title: 'The port passes', status: 'failed', text: report.reasons.join('; ') }]
}

function withText(line: Line, text: string | undefined): Line {
  return text === undefined ? line : { ...line, text }
}

/** Writes TAP version 14. */
export function tapReport(report: Report, port: string): string {
  const lines = linesOf(report, port)
  const tests = lines.map(({ id, title, status, text }, index) => {
    const directive =
      status === 'unsupported' ? ' # SKIP unsupported' : status === 'known' ? ' # TODO known deviation' : ''
    const ok = status === 'failed' || status === 'known' ? 'not ok' : 'ok'
    const details =
      text === undefined
        ? []
        : text
            .trimEnd()
            .split('\n')
            .map((line) => `# ${printable(line)}`)
    return [
      `${ok} ${index + 1} - ${printable(`${id}: ${title}`).replace(/[\\#]/g, '\\$&')}${directive}`,
      ...details,
    ].join('\n')
  })
  return `${['TAP version 14', `1..${lines.length}`, ...tests].join('\n')}\n`
}

/** Writes JUnit XML for CI systems. */
export function junitReport(report: Report, port: string): string {
  const lines = linesOf(report, port)
  const count = (status: string) => lines.filter((line) => line.status === status).length
  const cases = lines.map(({ id, title, status, text = '' }) => {
    const inner =
      status === 'failed'
        ? `<failure message="${escapeXml(title)}">${escapeXml(text)}</failure>`
        : status === 'unsupported'
          ? '<skipped/>'
          : ''
    return `    <testcase classname="conformance" name="${escapeXml(`${id}: ${title}`)}">${inner}</testcase>`
  })
  const counts = `tests="${lines.length}" failures="${count('failed')}" skipped="${count('unsupported')}"`
  const suite = `  <testsuite name="${escapeXml(report.port)}" ${counts}>\n${cases.join('\n')}\n  </testsuite>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts.replace(/ skipped.*/, '')}>\n${suite}\n</testsuites>\n`
}
