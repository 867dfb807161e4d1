// The failures, each with its steps, maps and programs, and the known differences.
import { renderMap } from 'vm-allocator/map'
import { webLink } from '../../text/link.ts'
import { escapeXml } from '../../text/xml.ts'
import { nameOf } from '../judging/known.ts'
import { isFault } from '../port/port-answer.ts'
import { causeLines, mapSources, type Row, replayWords, rowsOf, STATUSES, sentenceOf } from './failure-text.ts'
import { row, table } from './html-page.ts'
import type { Failure, Report } from './report.ts'
import { crateTest, portTest } from './reproduce.ts'
import { inOrder } from './text.ts'

/** All failures, with the first one expanded. */
export function failuresHtml(report: Report, port: string): string {
  const failures = inOrder(report)
  if (failures.length === 0) return '<p>None.</p>'
  return failures.map((failure, index) => failureHtml(failure, report, port, index === 0)).join('\n')
}

/** The accepted differences, and those that no longer occur; empty without a list of known deviations. */
export function knownHtml({ accepted, unmet }: Report): string {
  if (accepted.length === 0 && unmet.length === 0) return ''
  const met = accepted.map(({ outcome: { vector, divergence }, known: { reason, link } }) =>
    row(`<code>${escapeXml(vector.id)}</code>`, [
      `<td>${divergence?.status}</td>`,
      `<td>${escapeXml(reason)}${linkHtml(link)}</td>`,
    ]),
  )
  const gone = unmet.map((entry) =>
    row(`<code>${escapeXml(nameOf(entry))}</code>`, [
      '<td class="bad">no longer occurs</td>',
      `<td>${escapeXml(entry.reason)}</td>`,
    ]),
  )
  return `<section aria-labelledby="known"><h2 id="known">Known deviations</h2>
${table('Differences that are accepted', ['Case', 'Difference', 'Reason'], [...gone, ...met])}
</section>`
}

/** Shows a link's text, and links it only if it is the address of a page. */
function linkHtml(link: string | undefined): string {
  if (link === undefined) return ''
  const target = webLink(link)
  const text = escapeXml(String(link))
  return target === undefined ? ` ${text}` : ` <a href="${escapeXml(target)}">${text}</a>`
}

function failureHtml(failure: Failure, report: Report, port: string, open: boolean): string {
  const again = replayWords(failure)
  const rust = crateTest(failure)
  const { vector, divergence, repeats = 0 } = failure
  if (divergence === undefined) return ''
  const { status, actual } = divergence
  const detail = isFault(actual) ? ` ${sentenceOf(actual)}` : ''
  const more = repeats > 0 ? ` ${repeats} more cases fail in the same way.` : ''
  const notes = causeLines(divergence).map((line) => `<p>${escapeXml(line)}</p>`)
  return `<details class="failure" data-status="failed" data-way="${status}"${open ? ' open' : ''}>
<summary><code>${escapeXml(vector.id)}</code> ${escapeXml(vector.title)} <span class="bad">${status}</span></summary>
<p>${escapeXml(capitalise(`${STATUSES[status]}.${detail}${more}`))}</p>
${stepsTable(rowsOf(failure))}
${notes.join('')}
${mapsHtml(failure)}
${code('To reproduce', `vm-allocator conformance ${port} ${again}`)}
${code('As a TypeScript test', portTest(failure, { ...report, port, again }))}
${rust === undefined ? '' : code('As a Rust test of the crate', rust)}
</details>`
}

function stepsTable(rows: readonly Row[]): string {
  const lines = rows.map(({ step, call, crate, port, parts }) =>
    row(
      `${step}${parts ? ' (first difference)' : ''}`,
      [call, crate, port].map((text) => `<td><code>${escapeXml(text)}</code></td>`),
      parts ? ' class="parts"' : '',
    ),
  )
  return table('Steps', ['Step', 'Call', 'Crate', 'Port'], lines)
}

function mapsHtml(failure: Failure): string {
  const maps = mapSources(failure).map(({ title, source }) => {
    try {
      return `<figure><figcaption>${escapeXml(title)} after it</figcaption>${renderMap(source, { format: 'svg', title })}</figure>`
    } catch {
      return `<p>${escapeXml(title)} can't be drawn: they aren't ranges in order.</p>`
    }
  })
  return maps.length === 0 ? '' : `<div class="maps">${maps.join('')}</div>`
}

function code(title: string, text: string): string {
  return `<h3>${escapeXml(title)}</h3><pre tabindex="0" role="group" aria-label="${escapeXml(title)}"><code>${escapeXml(text.trimEnd())}</code></pre>`
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
