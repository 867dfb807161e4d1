// The built files name everything that they bundle, with its licence, and the package has no dependencies.
import { readFileSync } from 'node:fs'
import test from 'ava'
import { type RolldownOptions, rolldown } from 'rolldown'
import { licenseFile, partsOf } from '../../scripts/support/notices.ts'

const ROOT = new URL('../../', import.meta.url)
const { default: config } = await import(new URL('rolldown.config.js', ROOT).href)
// The files for Node; where the WebAssembly engine is built, those for browsers follow, whose plugins put it in.
const [forNode, ...forBrowsers] = [config].flat() as [RolldownOptions, ...RolldownOptions[]]
const output = await bundle({ ...forNode, plugins: [] })
const all = [...output, ...(await Promise.all(forBrowsers.map(bundle))).flat()]
const modules = all.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
const chunks = new Set(output.map(({ fileName }) => fileName))
const bundled = new Set(modules.flatMap((id) => /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? []))

async function bundle({ output: _, ...input }: RolldownOptions) {
  return (await (await rolldown(input)).generate({ format: 'esm' })).output
}

test('the licences of exactly the bundled modules', (t) => {
  const texts = licenseFile({ name: 'vm-allocator', version: '0.1.0', license: '', parts: partsOf(), bindings: [] })
  const named = [...texts.matchAll(/^- (\S+) \d+\.\d+\.\d+\S*: \S+$/gm)].map(([, name]) => name)
  t.deepEqual(named.sort(), [...bundled].sort())
  t.true(bundled.has('fast-check'))
  t.true(bundled.has('commander'))
  for (const name of bundled) {
    const manifest = new URL(`node_modules/${name}/package.json`, ROOT)
    const { version, license } = JSON.parse(readFileSync(manifest, 'utf8'))
    t.true(texts.includes(`- ${name} ${version}: ${license}\n`), name)
    t.regex(texts, new RegExp(`^## (.*, )?${name}(, .*)?\n\n\`\`\`text\n[^]*?Permission is hereby granted`, 'm'))
  }
})

test('what is not bundled is Node or this package', (t) => {
  const imported = output.flatMap((chunk) =>
    chunk.type === 'chunk' ? [...chunk.imports, ...chunk.dynamicImports].filter((name) => !chunks.has(name)) : [],
  )
  t.deepEqual([...new Set(imported.filter((name) => !/^(?:node:|vm-allocator(?:\/|$))/.test(name)))], [])
})

test('the package has no dependencies', (t) => {
  const manifest = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'))
  t.is(manifest.dependencies, undefined)
})
