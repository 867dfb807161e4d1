// Elements that all parts of the page use.

import { escapeXml } from '../../text/xml.ts'

/** A table in a separate region, which the keyboard can scroll. Rows are HTML. */
export function table(caption: string, columns: readonly string[], rows: readonly string[], id = ''): string {
  const head = columns.map((name) => `<th scope="col">${breakable(name)}</th>`).join('')
  return `<div class="wide" tabindex="0" role="group" aria-label="${escapeXml(caption)}"><table${id && ` id="${id}"`}>
<caption>${escapeXml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>`
}

/** A row whose first cell is its heading. The other cells are HTML. */
export function row(heading: string, cells: readonly string[], attributes = ''): string {
  return `<tr${attributes}><th scope="row">${heading}</th>${cells.join('')}</tr>`
}

/** A heading in camel case, which may be broken between its words. */
function breakable(name: string): string {
  return escapeXml(name).replace(/(?<=[a-z])(?=[A-Z])/g, '<wbr>')
}
