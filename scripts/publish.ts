// Publishes the packages: those of the platforms first, the main one last. Refuses unless every platform's file is
// there, is the very file that was loaded on its platform, and all versions are in step. Without --publish, a dry run.
//   npx tsx scripts/publish.ts [--publish]
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { PLATFORMS } from '../lib/binding/platforms.ts'
import { pack, type Tarball } from './pack.ts'
import { loadFaults } from './support/load-report.ts'
import { ROOT, readManifest, run } from './support/toolbox.ts'

const forReal = process.argv.includes('--publish')
const { version } = readManifest(ROOT)

run('npm', ['run', '--silent', 'check:platforms'])
const faults = [...PLATFORMS.flatMap(({ name }) => loadFaults(join(ROOT, 'npm', name), name, version)), ...tagFaults()]
if (faults.length > 0) throw new Error(`nothing was published:\n${faults.join('\n')}`)
for (const tarball of pack()) publish(tarball)
console.log(forReal ? `published ${version}` : `a dry run: nothing was published`)

/** What is published has to be what the tag of its version names. */
function tagFaults(): string[] {
  const tag = process.env['GITHUB_REF_NAME']
  return forReal && tag !== `v${version}` ? [`run it on the tag v${version}, not on ${tag}`] : []
}

function publish({ name, path }: Tarball): void {
  const known = spawnSync('npm', ['view', `${name}@${version}`, 'version'], { encoding: 'utf8' })
  if (forReal && known.stdout.trim() === version) {
    console.log(`${name}@${version} is published already`)
    return
  }
  const distTag = version.includes('-') ? 'next' : 'latest'
  const mode = forReal ? ['--provenance'] : ['--dry-run']
  run('npm', ['publish', path, '--access=public', '--ignore-scripts', `--tag=${distTag}`, ...mode])
}
