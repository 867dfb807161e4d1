// Checks, without network and without cargo-deny, that the licence of each crate and module inside the published files
// is one of those that deny.toml allows.
//   npx tsx scripts/check-licenses.ts
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PLATFORMS } from '../lib/binding/platforms.ts'
import type { Part } from './support/dependencies.ts'
import { partsOf } from './support/notices.ts'
import { ROOT } from './support/toolbox.ts'

const [, list = '[]'] = /^allow = (\[.*\])$/m.exec(readFileSync(join(ROOT, 'deny.toml'), 'utf8')) ?? []
const allowed: readonly string[] = JSON.parse(list)

const parts = [undefined, ...PLATFORMS.map(({ target }) => target)].flatMap((target) => partsOf(target))
const refused = parts.filter((part) => !isAllowed(part)).map(({ name, license }) => `${name}: ${license || 'none'}`)
for (const line of new Set(refused)) console.error(line)
console.log(`${new Set(parts.map(({ name }) => name)).size} crates and modules, ${new Set(refused).size} not allowed`)
process.exitCode = refused.length === 0 ? 0 : 1

/** One of several licences has to be allowed; all of those that are joined by AND. */
function isAllowed({ license }: Part): boolean {
  const choices = license.replaceAll(/[()]/g, '').split(' OR ')
  return choices.some((choice) => choice.split(' AND ').every((name) => allowed.includes(name)))
}
