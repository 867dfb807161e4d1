// The command as a program of its own, for tests: `node --import=tsx run-command.ts PORT …`.
import { Command } from 'commander'
import { declare } from '../../lib/cli/conformance-command.ts'
import { reportFailure } from '../../lib/cli/report.ts'

const command = new Command('conformance').exitOverride()
declare(command)
try {
  await command.parseAsync(process.argv.slice(2), { from: 'user' })
} catch (error) {
  process.exitCode = reportFailure(error)
}
