// Checks and packs what is about to be published, but publishes nothing: the release workflow does that, using only the
// tarballs. Refuses unless every platform's file exists and is exactly the one that was loaded on its platform, the tag
// is that of the version, and each package names its repository.
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Command } from 'commander'
import { PLATFORMS } from '../lib/binding/platforms.ts'
import { PACKAGES, pack, type Tarball } from './pack.ts'
import { loadFaults } from './support/load-report.ts'
import { missingFacts } from './support/repository.ts'
import { output, ROOT, readManifest, run } from './support/toolbox.ts'

const { release } = new Command('npx tsx scripts/publish.ts')
  .description('Packs what is about to be published. Prints the names of the tarballs in the order of publishing.')
  .option('--release', 'refuse any other tag than that of the version')
  .parse()
  .opts<{ release?: true }>()
const { version } = readManifest(ROOT)

run('npm', ['run', '--silent', 'check:platforms'])
const loaded = PLATFORMS.flatMap(({ name }) => loadFaults(join(ROOT, 'npm', name), name, version))
refuse([...loaded, ...tagFaults()])
const tarballs = pack()
refuse(tarballs.flatMap(factFaults))
writeFileSync(join(PACKAGES, 'order.txt'), tarballs.map(({ path }) => `${basename(path)}\n`).join(''))
console.log(readFileSync(join(PACKAGES, 'order.txt'), 'utf8').trim())

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`nothing may be published:\n${faults.join('\n')}`)
}

/** Checks that the commit to publish is the one that the tag of its version names. */
function tagFaults(): string[] {
  const tag = process.env['GITHUB_REF_NAME']
  return release && tag !== `v${version}` ? [`run it on the tag v${version}, not on ${tag}`] : []
}

function factFaults({ name, path }: Tarball): string[] {
  const manifest = JSON.parse(output('tar', ['-xzOf', path, 'package/package.json']))
  return missingFacts(manifest).map(
    (field) => `${name}: ${field} is missing: name the repository in VM_ALLOCATOR_REPOSITORY`,
  )
}
