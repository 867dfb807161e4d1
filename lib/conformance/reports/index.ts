import { htmlReport } from './html.ts'
import { jsonReport, junitReport, tapReport } from './machine.ts'
import type { Report } from './report.ts'
import { textReport } from './text.ts'

/** Writes a report; `port` is the file as given on the command line. */
export type Reporter = (report: Report, port: string) => string

/** The reporters, by the name for `--reporter`. */
export const REPORTERS = {
  text: textReport,
  json: jsonReport,
  junit: junitReport,
  tap: tapReport,
  html: htmlReport,
} as const satisfies Record<string, Reporter>
