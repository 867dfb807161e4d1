import type { ScaleResults } from './results.ts'
import { formatScale, formatScaleGoals } from './table.ts'

const BLOCK = /(<!-- benchmark:scale -->\n)[\s\S]*?(<!-- end of benchmark:scale -->)/

/** The part of docs/performance.md with the results of a run. */
export function scaleBlock(results: ScaleResults): string {
  const { processor, cores, platform, node } = results.machine
  return `\`\`\`text
${formatScale(results)}
\`\`\`

\`\`\`text
${formatScaleGoals(results)}
\`\`\`

Measured on ${processor}, ${cores} cores, ${platform}, Node ${node}.

`
}

/** Replaces the figures of the page with those of a run. */
export function withScaleBlock(page: string, results: ScaleResults): string {
  if (!BLOCK.test(page)) throw new Error('the page has no place for the table: <!-- benchmark:scale -->')
  return page.replace(BLOCK, (_, start: string, end: string) => `${start}${scaleBlock(results)}${end}`)
}
