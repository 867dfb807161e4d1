// Says whether the crate's registry has a newer version than the one that is bound; exit status 1 if so.
//   npx tsx scripts/check-crate.ts
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { output, ROOT } from './support/toolbox.ts'

const [, bound] = /^vm-allocator = \{ version = "=([^"]+)"/m.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8')) ?? []
if (bound === undefined) throw new Error('Cargo.toml names no exact version of the crate')

const described = output('cargo', ['info', '--quiet', `vm-allocator@${bound}`])
const [, found, newer] = /^version: (\S+)(?: \(latest (\S+)\))?$/m.exec(described) ?? []
if (found !== bound) throw new Error(`cargo describes version ${found}, not ${bound}`)
if (newer === undefined) {
  console.log(`vm-allocator ${bound} is the newest version of the crate.`)
} else {
  console.log(`vm-allocator ${newer} is out; ${bound} is bound. CONTRIBUTING.md says what to do.`)
  process.exitCode = 1
}
