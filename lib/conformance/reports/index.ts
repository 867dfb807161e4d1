import { htmlReport } from './html.ts'
import { jsonReport, junitReport, tapReport } from './machine.ts'
import type { Report } from './report.ts'
import { textReport } from './text.ts'

/** Writes a report; `port` is the file as the command line has it. */
export type Reporter = (report: Report, port: string) => string

/** By the name that `--reporter` takes. */
export const REPORTERS = {
  text: textReport,
  json: jsonReport,
  junit: junitReport,
  tap: tapReport,
  html: htmlReport,
} as const satisfies Record<string, Reporter>
