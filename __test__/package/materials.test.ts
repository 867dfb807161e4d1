// Compares the bills of materials of the published files with what cargo and npm report.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { PLATFORMS } from '../../lib/binding/platforms.ts'
import { billOfMaterials, licenseFile, partsOf } from '../../scripts/support/notices.ts'
import { ROOT } from '../support/process.ts'

interface Materials {
  readonly metadata: { readonly component: { readonly purl: string } }
  readonly components: readonly { readonly name: string; readonly version?: string; readonly 'bom-ref': string }[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

function materials(target?: string, bindings: readonly string[] = []): Materials {
  const own = { name: 'own', version: '1.2.3', license: 'MIT', parts: partsOf(target), bindings }
  return billOfMaterials(own) as Materials
}

/** `name version` of each third-party crate that cargo links for a target. */
function treeOf(target: string, ...parameters: string[]): string[] {
  const tree = ['tree', '--package=vm-allocator-binding', '--edges=normal,no-proc-macro', '--prefix=none', '--locked']
  const printed = execFileSync('cargo', [...tree, `--target=${target}`, ...parameters], { cwd: ROOT, encoding: 'utf8' })
  const lines = printed.split('\n').filter((line) => line !== '' && !line.startsWith('vm-allocator-'))
  return [...new Set(lines.map((line) => line.replace(/ v(\S+).*/, ' $1')))].sort()
}

for (const { name, target } of PLATFORMS) {
  test(`the crates inside the file for ${name} are those of cargo's tree`, (t) => {
    const { components } = materials(target)
    const crates = components.filter((component) => component.version !== undefined)
    t.deepEqual(crates.map((crate) => `${crate.name} ${crate.version}`).sort(), treeOf(target))
    t.deepEqual(
      components.filter((component) => component.version === undefined).map((component) => component.name),
      ['std'],
    )
  })
}

test('each hash is that of the lock file', (t) => {
  const lock = readFileSync(join(ROOT, 'Cargo.lock'), 'utf8')
  for (const { name, version, hash } of partsOf(PLATFORMS[0]?.target)) {
    const [entry = ''] = lock.split('\n\n').filter((text) => text.includes(`"${name}"\nversion = "${version}"`))
    t.regex(hash.content, /^[0-9a-f]{64}$/)
    t.true(entry.includes(`checksum = "${hash.content}"`), name)
  }
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  for (const { name, hash } of partsOf()) {
    t.is(`sha512-${Buffer.from(hash.content, 'hex').toString('base64')}`, packages[`node_modules/${name}`].integrity)
  }
})

test('the main package names its modules, and the platform packages as optional', (t) => {
  const { components, dependencies } = materials(undefined, ['@own/binding'])
  const urls = components.map((component) => component['bom-ref'])
  t.true(urls.some((url) => url.startsWith('pkg:npm/commander@')))
  t.like(components.at(-1), { name: '@own/binding', version: '1.2.3', scope: 'optional' })
  t.true(dependencies[0]?.dependsOn.includes('pkg:npm/%40own/binding@1.2.3'))
})

test('every dependency is a component, and every component can be reached from the package', (t) => {
  for (const { metadata, components, dependencies } of [materials(), materials(PLATFORMS[0]?.target)]) {
    const known = new Set(components.map((component) => component['bom-ref']))
    const found = new Set([metadata.component.purl])
    for (const ref of found)
      for (const next of dependencies.find((each) => each.ref === ref)?.dependsOn ?? []) found.add(next)
    t.deepEqual([...found].slice(1).sort(), [...known].sort())
  }
})

test('each part has its licence, with a text', (t) => {
  for (const target of [undefined, PLATFORMS[0]?.target]) {
    const parts = partsOf(target)
    const text = licenseFile({ name: 'own', version: '1.2.3', license: 'MIT', parts, bindings: [] })
    const headings = [...text.matchAll(/^## (.*)$/gm)].flatMap(([, names = '']) => names.split(', '))
    for (const { name, version, license } of parts) {
      t.true(text.includes(`- ${name} ${version}: ${license}\n`), name)
      t.true(headings.includes(name), name)
    }
  }
})
