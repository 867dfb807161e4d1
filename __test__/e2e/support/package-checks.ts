// Checks of a tarball that need no installation.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import type { Tarball } from '../../../scripts/pack.ts'
import { npmTools, output } from '../../../scripts/support/toolbox.ts'

const STEP = 50_000

/** The files of a package, with sizes rounded up to 50 kB, for a reviewer. */
export function contentsOf({ name, path }: Tarball): string {
  const files = output('tar', ['-tvzf', path])
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const unpacked = files.reduce((sum, fields) => sum + Number(fields[2]), 0)
  const names = files.map((fields) => `  ${fields.at(-1)?.replace('package/', '')}`).sort()
  const sizes = `packed below ${roundUp(statSync(path).size)} kB, unpacked below ${roundUp(unpacked)} kB`
  return `${name}: ${names.length} files, ${sizes}\n${names.join('\n')}\n`
}

/** Whether a package has the reviewed files, and isn't larger. Some kilobytes depend on the compiler. */
export function isReviewed(contents: string, reviewed: string): boolean {
  const sizes = (text: string): number[] => Array.from(text.matchAll(/below (\d+) kB/g), ([, size]) => Number(size))
  const files = (text: string): string => text.replaceAll(/below \d+ kB/g, '')
  return reviewed.split(/\n(?=\S)/).some((one) => {
    const limits = sizes(one)
    return (
      files(one).trim() === files(contents).trim() && sizes(contents).every((size, at) => size <= (limits[at] ?? 0))
    )
  })
}

/** The faults that publint, the check of typings and the schema of the bill of materials find. */
export function packageFaults(name: string, path: string): string[] {
  const typings = name === 'vm-allocator' ? [check('@arethetypeswrong/cli/dist/index.js', [path])] : []
  const publint = check('publint/src/cli.js', ['run', path, '--strict', '--pack', 'false'])
  return [publint, ...typings, ...materialsFaults(path)].filter((fault) => fault !== '')
}

function check(script: string, parameters: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(checkers(), script), ...parameters], {
    encoding: 'utf8',
  })
  return status === 0 ? '' : `${script}: ${stdout}${stderr}`
}

function materialsFaults(path: string): string[] {
  const schemas = join(checkers(), '@cyclonedx', 'cyclonedx-library', 'res', 'schema')
  const read = (schema: string) => JSON.parse(readFileSync(join(schemas, schema), 'utf8'))
  const ajv = new Ajv({ strict: false, validateFormats: false })
  for (const schema of [
    'spdx.SNAPSHOT.schema.json',
    'jsf-0.82.SNAPSHOT.schema.json',
    'cryptography-defs.SNAPSHOT.schema.json',
  ]) {
    if (existsSync(join(schemas, schema))) ajv.addSchema(read(schema), `http://cyclonedx.org/schema/${schema}`)
  }
  const valid = ajv.validate(read('bom-1.6.SNAPSHOT.schema.json'), JSON.parse(extract(path, 'sbom.cdx.json')))
  return valid ? [] : [`bill of materials: ${ajv.errorsText()}`]
}

function extract(path: string, name: string): string {
  return output('tar', ['-xzOf', path, `package/${name}`])
}

function checkers(): string {
  const packages = ['@arethetypeswrong/cli@0.18', 'publint@0.3', '@cyclonedx/cyclonedx-library@10']
  return join(npmTools('checkers', packages), 'node_modules')
}

function roundUp(bytes: number): number {
  return (Math.ceil(bytes / STEP) * STEP) / 1000
}
