// Tests the reports in docs/upstream/ against the released crate: each test fails as its report says, and passes with
// the suggested fix, which changes only recorded answers that show the fixed deviations.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REPORTS = join(ROOT, 'docs', 'upstream')
const WORK = join(ROOT, 'target', 'upstream')

/** What the report's test prints when it fails, and the deviations that the suggested fix removes. */
const FINDINGS: Record<string, { observed: RegExp; ended: string }> = {
  'd1-exact-match-of-live-addresses.md': {
    observed: /left: Ok\(RangeInclusive \{ start: 4160, end: 4175/,
    ended: 'D1',
  },
  'd2-free-of-a-free-range.md': { observed: /left: Ok\(\(\)\)/, ended: 'D2 D10 D13' },
  'd3-free-loses-ranges-near-both-ends.md': { observed: /left: Err\(Underflow\)/, ended: 'D3 D4' },
  'd4-one-byte-neighbours-are-not-merged.md': { observed: /left: Err\(ResourceNotAvailable\)/, ended: 'D3 D4' },
  'd7-exact-match-of-a-last-byte.md': { observed: /left: Err\(ResourceNotAvailable\)/, ended: 'D1 D7 D14' },
  'd10-free-on-an-empty-tree.md': { observed: /left: Ok\(\(\)\)/, ended: 'D10' },
}

test('each report is checked', (t) => {
  const reports = readdirSync(REPORTS).filter((name) => name !== 'README.md')
  t.deepEqual(reports.sort(), Object.keys(FINDINGS).sort())
})

for (const [report, { observed, ended }] of Object.entries(FINDINGS)) {
  test.serial(`${report}: observed, and fixed by the suggestion`, (t) => {
    const text = readFileSync(join(REPORTS, report), 'utf8')
    const folder = prepareCrate(report, block(text, 'rust'))

    const before = cargoTest(folder, ['--test', 'report'])
    t.not(before.status, 0, before.output)
    t.regex(before.output, observed)

    writeFileSync(join(folder, 'fix.diff'), block(text, 'diff'))
    execFileSync('git', ['apply', '--unidiff-zero', 'fix.diff'], { cwd: folder })
    const after = cargoTest(folder, ['--', '--nocapture'], { ENDED: ended, VECTORS: join(ROOT, 'vectors') })
    t.is(after.status, 0, after.output)
    t.regex(after.output, /\d+ vectors replayed, [1-9]\d* changed by the fix/)
  })
}

function block(text: string, language: string): string {
  const [, code] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(text) ?? []
  if (code === undefined) throw new Error(`the report has no block in ${language}`)
  return code
}

/** The released crate, with the report's test and the replay of the vectors as integration tests. */
function prepareCrate(report: string, code: string): string {
  const folder = join(WORK, report.replace('.md', ''))
  rmSync(folder, { recursive: true, force: true })
  cpSync(releasedCrate(), folder, { recursive: true })
  const manifest = join(folder, 'Cargo.toml')
  const settings = readFileSync(manifest, 'utf8').replace('autotests = false\n', '')
  writeFileSync(manifest, `${settings}\n[dev-dependencies.serde_json]\nversion = "1"\n\n[workspace]\n`)
  mkdirSync(join(folder, 'tests'))
  const imports =
    '#[allow(unused_imports)]\nuse vm_allocator::{AddressAllocator, AllocPolicy, Error, RangeInclusive};\n'
  writeFileSync(join(folder, 'tests', 'report.rs'), `${imports}\n${code}`)
  cpSync(fileURLToPath(new URL('upstream/vectors.rs', import.meta.url)), join(folder, 'tests', 'vectors.rs'))
  // Without its own repository, `git apply` would look for the paths in this one.
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  return folder
}

function releasedCrate(): string {
  const text = execFileSync('cargo', ['metadata', '--format-version', '1', '--locked'], {
    cwd: ROOT,
    maxBuffer: 2 ** 26,
  })
  const { packages } = JSON.parse(String(text)) as {
    packages: { name: string; source: string; manifest_path: string }[]
  }
  const crate = packages.find(({ name }) => name === 'vm-allocator')
  if (!crate?.source.startsWith('registry+')) throw new Error('the crate does not come from its registry')
  return dirname(crate.manifest_path)
}

function cargoTest(cwd: string, options: string[], env: object = {}): { status: number | null; output: string } {
  const environment = { ...process.env, CARGO_TARGET_DIR: join(WORK, 'target'), ...env }
  const words = ['test', '--quiet', '--features', 'serde', ...options]
  const { status, stdout, stderr } = spawnSync('cargo', words, { cwd, env: environment, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}
