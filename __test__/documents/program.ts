// TypeScript blocks as programs. One that starts with an import starts a program, and those that follow continue it.
// - `expression // value`: the value of the line, as `util.inspect` writes it;
// - `console.log(…) // text`, and comments or a block of text directly below it: the output.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import * as vmAllocator from 'vm-allocator'
import * as conformance from 'vm-allocator/conformance'
import * as layout from 'vm-allocator/layout'
import * as map from 'vm-allocator/map'
import * as system from 'vm-allocator/system'
import { importSource } from '../support/import-source.ts'
import { ROOT } from '../support/process.ts'
import type { CodeBlock } from './code-blocks.ts'

export interface Program {
  readonly page: string
  readonly heading: string
  readonly line: number
  readonly run: boolean
  /** The text in the page. */
  readonly source: string
  /** The expected output, from the page. */
  readonly printed: readonly string[]
}

export interface Results {
  /** The lines with their values, from the page. */
  readonly claimed: readonly string[]
  readonly evaluated: readonly string[]
  readonly printed: readonly string[]
}

/** Inside the package, so that the programs import it by its name. */
export const FOLDER = `${ROOT}target/documents/`
const STATEMENT = /^(import|export|const|let|if|for|while|do|try|throw|function|class|type|interface|\}|\/\/|console\.)/
const CLAIM = /^(\S.*?) \/\/ (.*)$/
const PRINT = /console\.log\(.*\) \/\/ (.*)$/
const ENTRIES = {
  'vm-allocator': vmAllocator,
  'vm-allocator/map': map,
  'vm-allocator/layout': layout,
  'vm-allocator/system': system,
  'vm-allocator/conformance': conformance,
}
const TYPES = { 'vm-allocator/conformance': ['Adapter', 'CheckOptions'] }

/** Empties the folder of the programs, and makes it their working folder. */
export function prepareFolder(): void {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  process.chdir(FOLDER)
  // For examples of the conformance kit.
  writeFileSync(`${FOLDER}port.ts`, "export * from '../../examples/port/index.ts'\n")
}

/** The programs of a page. */
export function programsOf(blocks: readonly CodeBlock[]): Program[] {
  const programs: Program[] = []
  for (const { page, heading, line, language, code, treatment } of blocks) {
    const last = programs.at(-1)
    if (treatment === 'compared' && last !== undefined) {
      programs[programs.length - 1] = { ...last, printed: [...last.printed, ...code.split('\n')] }
    }
    if (!['ts', 'typescript'].includes(language) || !['executed', 'type-checked'].includes(treatment)) continue
    const part = { page, heading, line, run: treatment === 'executed', source: code, printed: printsOf(code) }
    const continues = last?.run && part.run && page.endsWith('.md') && !code.startsWith('import ')
    if (!continues) programs.push({ ...part, source: withImports(code) })
    else {
      const printed = [...last.printed, ...part.printed]
      programs[programs.length - 1] = { ...last, source: `${last.source}\n${code}`, printed }
    }
  }
  return programs
}

/** Writes a program as in the page, for the type checker, and returns its path. */
export function writeSource(program: Program): string {
  const path = `${FOLDER}${nameOf(program)}.ts`
  writeFileSync(path, program.source)
  return path
}

/** Runs a program in this process. */
export async function runProgram(program: Program): Promise<Results> {
  const claimed: string[] = []
  const body = program.source.split('\n').map((line) => {
    const [, expression, value] = STATEMENT.test(line) ? [] : (CLAIM.exec(line) ?? [])
    if (expression === undefined) return line
    claimed.push(`${expression} // ${value}`)
    return `__evaluated.push(__inspect(${expression}, { breakLength: Infinity, maxStringLength: Infinity }))`
  })
  const path = `${FOLDER}${nameOf(program)}.run.ts`
  writeFileSync(path, `${HARNESS}${body.join('\n')}\n`)
  const { __evaluated, __printed } = await importSource(path)
  const evaluated = (__evaluated as string[]).map((value, index) => {
    const expression = claimed[index]?.slice(0, claimed[index].indexOf(' // '))
    return `${expression} // ${value.replace(/^\[ (.*) \]$/s, '[$1]')}`
  })
  return { claimed, evaluated, printed: (__printed as string[]).flatMap((text) => text.trimEnd().split('\n')) }
}

/** In one line, so that errors have the line numbers of the page. */
const HARNESS = [
  "import { format as __format, inspect as __inspect } from 'node:util'",
  'export const __evaluated = [], __printed = []',
  'const console = { log: (...values) => { __printed.push(__format(...values)) } };',
].join('; ')

function nameOf({ page, line }: Program): string {
  return `${page.replaceAll(/[/.]/g, '-')}-${line}`
}

/** The expected output of a block, from the page. */
function printsOf(code: string): string[] {
  const printed: string[] = []
  let listening = false
  for (const line of code.split('\n')) {
    const comment = /^\/\/ (.*)$/.exec(line)?.[1]
    const beside = PRINT.exec(line)?.[1]
    if (beside !== undefined) printed.push(beside)
    if (comment !== undefined && listening) printed.push(comment)
    else listening = code.includes('console.log(') && beside === undefined && /^(console\.log\(.*\)|\})$/.test(line)
  }
  return printed
}

/** Examples in comments omit the imports of this package. */
function withImports(code: string): string {
  if (/^import /m.test(code)) return code
  const mentions = (name: string) => new RegExp(`\\b${name}\\b`).test(code)
  const values = Object.entries(ENTRIES).flatMap(([entry, exported]) => {
    const names = Object.keys(exported).filter(mentions)
    return names.length > 0 ? [`import { ${names.join(', ')} } from '${entry}'`] : []
  })
  const types = Object.entries(TYPES).flatMap(([entry, all]) => {
    const names = all.filter(mentions)
    return names.length > 0 ? [`import type { ${names.join(', ')} } from '${entry}'`] : []
  })
  return `${[...values, ...types].join('; ')};${code}`
}
