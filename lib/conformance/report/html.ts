// The report as one self-contained page.
import { renderMap } from 'vm-allocator/map'
import { BREACHES, type Breach } from '../books.ts'
import { DEVIATIONS } from '../deviation.ts'
import { mapSources, type Row, replayWords, rowsOf, STATUSES } from '../failure-text.ts'
import { nameOf } from '../known.ts'
import { isFault } from '../port-answer.ts'
import type { Failure, Report } from '../report.ts'
import { rustTest } from '../reproduce-rust.ts'
import { typescriptTest } from '../reproduce-typescript.ts'
import { SCRIPT, STYLE } from './html-assets.ts'
import { escapeXml } from './machine.ts'

/** The page. `port` is the file as the command line has it. */
export function htmlReport(report: Report, port: string): string {
  const title = `${report.port}: ${report.passed ? 'conforms' : 'does not conform'}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#failures">Skip to the failures</a>
<main>
<h1>${escapeXml(title)}</h1>
${summary(report)}
${filterHtml(report)}
<section aria-labelledby="failures"><h2 id="failures" tabindex="-1">Failures</h2>
${failuresHtml(report, port)}
</section>
<section aria-labelledby="matrix"><h2 id="matrix">What was exercised</h2>
${matrix(report)}
${deviationsHtml(report)}
</section>
<section aria-labelledby="cases"><h2 id="cases">Cases</h2>
${casesHtml(report)}
</section>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`
}

function summary(report: Report): string {
  const { totals, verdicts, level, seed, runs, unsupported, breaches } = report
  const missing = Object.entries(unsupported).map(([what, times]) => `${what} (${times})`)
  const broken = Object.entries(breaches).map(([breach, { times }]) => `${BREACHES[breach as Breach]} (${times})`)
  const facts: [name: string, value: string][] = [
    ['Answers as the crate does', `${yes(verdicts.canonical)} at level ${level}`],
    ['Keeps the promises of a sound allocator', [yes(verdicts.sound), ...broken].join('; ')],
    [
      'Cases',
      `${totals.cases}: ${totals.passed} passed, ${totals.failed} failed, ${totals.known} known, ${totals.unsupported} unsupported`,
    ],
    ['Generated', `${runs} sequences from seed ${seed}`],
    ...(missing.length === 0 ? [] : [['Unsupported', missing.join(', ')] as [string, string]]),
    ...report.unmet.map((entry): [string, string] => [
      'Known, but no longer occurs',
      `${nameOf(entry)}: ${entry.reason}`,
    ]),
  ]
  const rows = facts.map(([name, value]) => `<dt>${escapeXml(name)}</dt><dd>${escapeXml(value)}</dd>`)
  return `<dl class="${report.passed ? 'pass' : 'fail'}">${rows.join('')}</dl>`
}

function yes(value: boolean): string {
  return value ? 'Yes' : 'No'
}

function failuresHtml({ failures }: Report, port: string): string {
  if (failures.length === 0) return '<p>None.</p>'
  return failures.map((failure, index) => failureHtml(failure, port, index === 0)).join('\n')
}

function failureHtml(failure: Failure, port: string, open: boolean): string {
  const { vector, departure } = failure
  if (departure === undefined) return ''
  const { status, actual, deviations, step } = departure
  const detail = isFault(actual) ? ` It ${actual.detail}.` : ''
  const notes = deviations.map((number) => `<p><strong>${number}</strong>: ${escapeXml(DEVIATIONS[number] ?? '')}.</p>`)
  return `<details class="failure" data-status="failed"${open ? ' open' : ''}>
<summary><code>${escapeXml(vector.id)}</code> ${escapeXml(vector.title)} <span class="status">${status}</span></summary>
<p>${escapeXml(capitalise(`${STATUSES[status]}.${detail}`))}</p>
${stepsTable(rowsOf(failure))}
${notes.join('')}
${mapsHtml(failure)}
${code('Again', `vm-allocator conformance ${port} ${replayWords(failure)}`)}
${code('As a TypeScript test', typescriptTest(vector, step))}
${code('As a Rust test of the crate', rustTest(vector, step))}
</details>`
}

function stepsTable(rows: readonly Row[]): string {
  const lines = rows.map(({ step, call, crate, port, parts }) => {
    const cells = [call, crate, port].map((text) => `<td><code>${escapeXml(text)}</code></td>`).join('')
    return `<tr${parts ? ' class="parts"' : ''}><th scope="row">${step}${parts ? ' (they part)' : ''}</th>${cells}</tr>`
  })
  const head = ['Step', 'Call', 'Crate', 'Port'].map((name) => `<th scope="col">${name}</th>`).join('')
  return `<div class="wide" tabindex="0" role="region" aria-label="Steps"><table><thead><tr>${head}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`
}

function mapsHtml(failure: Failure): string {
  return mapSources(failure)
    .map(({ title, source }) => {
      try {
        return `<figure><figcaption>${escapeXml(title)} after it</figcaption>${renderMap(source, { format: 'svg', title })}</figure>`
      } catch {
        return `<p>${escapeXml(title)} can't be drawn: they are no ranges in order.</p>`
      }
    })
    .join('')
}

function code(title: string, text: string): string {
  return `<h3>${escapeXml(title)}</h3><pre tabindex="0"><code>${escapeXml(text.trimEnd())}</code></pre>`
}

function matrix({ coverage }: Report): string {
  const rows = Object.entries(coverage.calls)
  const outcomes = [...new Set(rows.flatMap(([, counts]) => Object.keys(counts)))].sort(okFirst)
  const head = ['Call', ...outcomes].map((name) => `<th scope="col">${escapeXml(name)}</th>`).join('')
  const lines = rows.map(([name, counts]) => {
    const cells = outcomes.map(
      (outcome) => `<td class="count">${counts[outcome] ?? '<span class="none">–</span>'}</td>`,
    )
    return `<tr><th scope="row">${escapeXml(name)}</th>${cells.join('')}</tr>`
  })
  return `<div class="wide" tabindex="0" role="region" aria-label="Calls by outcome"><table><caption>Calls by what the crate answered</caption><thead><tr>${head}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`
}

function okFirst(one: string, other: string): number {
  return Number(other === 'ok') - Number(one === 'ok') || one.localeCompare(other)
}

function deviationsHtml({ coverage }: Report): string {
  const lines = Object.entries(coverage.deviations).map(
    ([number, times]) =>
      `<tr><th scope="row">${number}</th><td>${escapeXml(DEVIATIONS[number] ?? '')}</td><td class="count">${times}</td></tr>`,
  )
  return `<div class="wide"><table><caption>Deviations that the crate's answers showed</caption><tbody>${lines.join('')}</tbody></table></div>`
}

/** Search and filter of the failures and the cases. */
function filterHtml({ cases }: Report): string {
  const statuses = ['all', ...new Set(cases.map(({ status }) => status))]
  const options = statuses.map((status) => `<option>${status}</option>`).join('')
  return `<form class="filter" role="search"><label>Search <input type="search" id="search"></label>
<label>Status <select id="status">${options}</select></label>
<output id="shown" aria-live="polite">${cases.length} cases</output></form>`
}

function casesHtml({ cases }: Report): string {
  const lines = cases.map(
    ({ id, title, status }) =>
      `<tr data-status="${status}"><td><code>${escapeXml(id)}</code></td><td>${escapeXml(title)}</td><td><span class="status ${status}">${status}</span></td></tr>`,
  )
  return `<div class="wide"><table id="list"><thead><tr><th scope="col">Id</th><th scope="col">Title</th><th scope="col">Status</th></tr></thead><tbody>${lines.join('')}</tbody></table></div>`
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
