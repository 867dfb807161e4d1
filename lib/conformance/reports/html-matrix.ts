// Tables of what was exercised: operation × policy × the crate's answer, and the numbered deviations.

import { escapeXml } from '../../text/xml.ts'
import { DEVIATIONS } from '../cases/deviation.ts'
import type { Count } from '../judging/coverage.ts'
import { row, table } from './html-page.ts'
import type { Report } from './report.ts'

const MISUSE = 'misuse of '

/** The tables. */
export function matrixHtml({ coverage }: Report): string {
  const calls = Object.entries(coverage.calls)
  const asked = calls.filter(([name]) => !name.startsWith(MISUSE))
  const misused = calls.flatMap(([name, counts]): typeof calls =>
    name.startsWith(MISUSE) ? [[name.slice(MISUSE.length), counts]] : [],
  )
  return [
    outcomesTable("Calls by the crate's answer: how often the port was asked, and how often it differed", asked),
    ...(misused.length === 0 ? [] : [outcomesTable('Misuse, by what should be thrown', misused)]),
    deviationsTable(coverage.deviations),
  ].join('\n')
}

function outcomesTable(caption: string, calls: readonly [string, Readonly<Record<string, Count>>][]): string {
  const outcomes = [...new Set(calls.flatMap(([, counts]) => Object.keys(counts)))].sort(okFirst)
  const policies = calls.some(([name]) => policyOf(name) !== '')
  const rows = calls.map(([name, counts]) => {
    const policy = policies ? [`<td>${policyOf(name)}</td>`] : []
    const operation = name.slice(0, name.length - policyOf(name).length).trim()
    return row(escapeXml(operation), [...policy, ...outcomes.map((outcome) => countCell(counts[outcome]))])
  })
  return table(caption, ['Operation', ...(policies ? ['Policy'] : []), ...outcomes], rows)
}

function policyOf(name: string): string {
  return /\w+Match$/.exec(name)?.[0] ?? ''
}

function deviationsTable(deviations: Readonly<Record<string, Count>>): string {
  const rows = Object.entries(deviations).map(([number, count]) =>
    row(number, [`<td>${escapeXml(DEVIATIONS[number] ?? '')}</td>`, countCell(count)]),
  )
  return table("Deviations that the crate's answers showed", ['Number', 'What happens', 'Times'], rows)
}

function countCell(count: Count | undefined): string {
  if (count === undefined) return '<td class="count none">–</td>'
  const { passed, failed } = count
  return failed === 0
    ? `<td class="count">${passed}</td>`
    : `<td class="count parts">${passed + failed}<br><span class="bad">${failed} failed</span></td>`
}

function okFirst(one: string, other: string): number {
  return Number(other === 'ok') - Number(one === 'ok') || one.localeCompare(other)
}
