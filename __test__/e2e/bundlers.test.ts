// Bundles, ships and tests a small program in all ways of docs/bundlers.md, with the packed tarballs.
//   npm run test:bundlers -- [--packed] [--weekly] [--update] [PART OF A NAME …]
// Without names, tries the ways of every run; with --weekly, the heavy ones too. --packed uses the existing tarballs in
// target/packages, and --update writes the tables of the page. The tools are fetched the first time. Prints a table of
// the results.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import test from 'ava'
import { hostPlatform } from '../../lib/binding/host.ts'
import { pack, packed } from '../../scripts/pack.ts'
import { npmTools, ROOT, run } from '../../scripts/support/toolbox.ts'
import { installTarballs } from './support/portable-run.ts'
import { TOOLS, WAYS, WEEKLY_TOOLS } from './ways/index.ts'
import { bundlersPage } from './ways/page.ts'
import { Place, PRINTED } from './ways/way.ts'

const FOLDER = join(ROOT, 'target', 'ways')

const { values: options, positionals: wanted } = parseArgs({
  options: { packed: { type: 'boolean' }, weekly: { type: 'boolean' }, update: { type: 'boolean' } },
  allowPositionals: true,
})
const PAGE = join(ROOT, 'docs', 'bundlers.md')
if (options.update) writeFileSync(PAGE, bundlersPage(readFileSync(PAGE, 'utf8')))

const tarballs = options.packed ? packed() : pack()
const places = new Map<boolean, Place>()
const found: string[] = []

const chosen = WAYS.filter(({ name, weekly = false }) =>
  wanted.length > 0 ? wanted.some((part) => name.includes(part)) : options.weekly || !weekly,
)
for (const way of chosen) {
  const { name, line = '', stopsWith, weekly = false } = way
  test.serial(name, async (t) => {
    const place = placeFor(weekly)
    if (line !== '') {
      const printed = await way.run(place, '')
      t.false(printed.includes(PRINTED), 'it works without the line')
      t.true(printed.includes(stopsWith ?? "external: ['vm-allocator']"), printed.slice(0, 4000))
    }
    const printed = await way.run(placeFor(weekly), line)
    t.true(printed.includes(PRINTED), printed.slice(-4000))
    found.push(`| ${name} | ${line === '' ? 'works as it is' : `works with \`${line}\``} |`)
  })
}

test.after.always(() => console.log(found.join('\n')))

/** An empty project with the tools and the package installed. */
function placeFor(weekly: boolean): Place {
  const folder = join(FOLDER, weekly ? 'weekly' : 'every-run')
  if (!places.has(weekly)) {
    const tools = weekly ? npmTools('ways-weekly', WEEKLY_TOOLS) : npmTools('ways', TOOLS)
    installTarballs(hostPlatform(), folder, tarballs)
    run('cp', ['-al', `${join(tools, 'node_modules')}/.`, join(folder, 'node_modules')])
  }
  const place = new Place(folder)
  places.set(weekly, place)
  return place
}
