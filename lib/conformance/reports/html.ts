// The report as one self-contained page.

import { escapeXml } from '../../text/xml.ts'
import { VIOLATIONS, type Violation } from '../judging/ownership-ledger.ts'
import { SCRIPT, STYLE } from './html-assets.ts'
import { failuresHtml, knownHtml } from './html-failures.ts'
import { matrixHtml } from './html-matrix.ts'
import { row, table } from './html-page.ts'
import type { Report } from './report.ts'
import { generatedText } from './text.ts'

/** Writes the page. `port` is the file as given on the command line. */
export function htmlReport(report: Report, port: string): string {
  const title = `${report.port}: ${report.passed ? 'passed' : 'failed'}`
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
<header>
<h1>${escapeXml(report.port)} <span class="verdict ${report.passed ? 'good' : 'bad'}">${report.passed ? 'passed' : 'failed'}</span></h1>
<p>Compared with ${report.oracle === 'crate' ? 'the Rust crate vm-allocator 0.1.4' : 'the sound mode of vm-allocator for Node.js'}, step by step.</p>
<nav aria-label="Parts"><a href="#failures">Failures</a> <a href="#matrix">What was exercised</a> <a href="#cases">Cases</a></nav>
</header>
<main>
<section aria-labelledby="summary"><h2 id="summary">Summary</h2>
${totalsHtml(report)}
${factsHtml(report)}
</section>
<search aria-label="Failures and cases">
${filterHtml(report)}
</search>
<section aria-labelledby="failures"><h2 id="failures" tabindex="-1">Failures</h2>
${failuresHtml(report, port)}
</section>
${knownHtml(report)}
<section aria-labelledby="matrix"><h2 id="matrix">What was exercised</h2>
${matrixHtml(report)}
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

function totalsHtml({ totals: { passed, failed, known, unsupported } }: Report): string {
  const tiles = Object.entries({ passed, failed, known, unsupported }).map(
    ([name, count]) => `<li class="${name}${count === 0 ? ' zero' : ''}"><strong>${count}</strong> ${name}</li>`,
  )
  return `<ul class="totals" aria-label="Cases">${tiles.join('')}</ul>`
}

function factsHtml(report: Report): string {
  const { verdicts, level, unsupported, violations } = report
  const missing = Object.entries(unsupported).map(([what, times]) => `${what} (${times})`)
  const broken = Object.entries(violations).map(
    ([violation, { times, example }]) =>
      `<li>${escapeXml(VIOLATIONS[violation as Violation])} (${times} cases, such as <code>${escapeXml(example.vector.id)}</code>)</li>`,
  )
  const facts: [name: string, html: string][] = [
    report.oracle === 'crate'
      ? ['Canonical: answers as the crate does', `${yes(verdicts.canonical === true)}, at level ${level}`]
      : [
          "Answers as this package's sound mode does",
          `${yes(report.totals.failed + report.totals.known === 0)}, at level ${level}`,
        ],
    [
      'Sound: keeps the promises of a sound allocator',
      broken.length === 0 ? yes(verdicts.sound) : `No:<ul>${broken.join('')}</ul>`,
    ],
    ['Generated', escapeXml(generatedText(report))],
    ...(missing.length === 0 ? [] : [['Unsupported', escapeXml(missing.join(', '))] as [string, string]]),
  ]
  return `<dl>${facts.map(([name, html]) => `<dt>${name}</dt><dd>${html}</dd>`).join('')}</dl>`
}

function yes(value: boolean): string {
  return value ? 'Yes' : 'No'
}

function filterHtml({ cases, failures }: Report): string {
  const choice = (id: string, label: string, values: Iterable<string | undefined>) => {
    const options = ['all', ...values].map((value) => `<option>${value}</option>`).join('')
    return `<label>${label} <select id="${id}">${options}</select></label>`
  }
  return `<form class="filter">
<label>Search <input type="search" id="search" placeholder="id, title, call, error"></label>
${choice('status', 'Status', new Set(cases.map(({ status }) => status)))}
${choice('way', 'Way to fail', new Set(failures.map(({ divergence }) => divergence?.status)))}
<output id="shown" for="search status way">${failures.length} failures, ${cases.length} cases</output></form>`
}

function casesHtml({ cases, failures }: Report): string {
  const ways = new Map(failures.map(({ vector, divergence }) => [vector.id, divergence?.status]))
  const rows = cases.map(({ id, title, status, tags }) =>
    row(
      `<code>${escapeXml(id)}</code>`,
      [
        `<td>${escapeXml(title)}</td>`,
        `<td class="${status}">${status}</td>`,
        `<td class="tags">${escapeXml(tags.filter((tag) => !tag.startsWith('operation:')).join(', '))}</td>`,
      ],
      ` data-status="${status}" data-way="${ways.get(id) ?? ''}"`,
    ),
  )
  return table('Listed cases', ['Id', 'What happens', 'Status', 'Tags'], rows, 'list')
}
