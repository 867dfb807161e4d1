// Explains in one line why a port's module can't be loaded, and what to do.
import { existsSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const ADD_TSX = 'add tsx to the project (npm install --save-dev tsx)'

/**
 * Explains why the import of a port failed.
 *
 * @param path - the port's file
 * @param tsxFailure - why the project's tsx can't be used, if there is one
 */
export function whyNotLoaded(error: unknown, path: string, tsxFailure?: string): string {
  // Bun collects a file's errors.
  const first = error instanceof AggregateError ? error.errors[0] : error
  const { code, message } = (typeof first === 'object' && first !== null ? first : {}) as NodeJS.ErrnoException
  // Keep the first line: those after it, in a syntax error, show code of this kit.
  const [head = '', next = ''] = stripVTControlCharacters(message ?? String(first)).split('\n')
  const line = `${head.endsWith(':') ? `${head} ${next}` : head}${placeOf(first)}`
  const [, extension, unknown = ''] = /extension "(\.[mc]?tsx?)" for (.*)$/.exec(line) ?? []
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && extension !== undefined)
    return withoutTypeScript(extension, unknown === path ? '' : ` (${basename(unknown)})`, tsxFailure)
  const remedy = remedyFor(code, line)
  const tsx = tsxFailure === undefined ? '' : `; the project's tsx can't be used: ${tsxFailure.split('\n')[0]}`
  return `can't be loaded: ${line}${remedy === undefined ? '' : `; ${remedy}`}${tsx}`
}

/** The place of a syntax error, if the runtime reports it. */
function placeOf(error: unknown): string {
  const {
    stack = '',
    message = '',
    position,
  } = (error ?? {}) as Error & { position?: { file?: string; line?: number } }
  const [, file = position?.file, line = position?.line] =
    /^(file:\S+|\/\S+):(\d+)\n/.exec(stack) ??
    /^ +at (file:\S+?):(\d+):\d+$/m.exec(stripVTControlCharacters(message)) ??
    []
  return file === undefined || file.includes('conformance-worker') ? '' : ` (${basename(file)}:${line})`
}

function withoutTypeScript(extension: string, file: string, tsxFailure: string | undefined): string {
  const runtime = `Node ${process.versions.node}`
  if (tsxFailure !== undefined)
    return `${runtime} can't run TypeScript${file}, nor the project's tsx: ${tsxFailure.split('\n')[0]}`
  if (extension === '.tsx') return `${runtime} can't run .tsx${file}: ${ADD_TSX}`
  return `${runtime} can't run TypeScript${file}: use Node 22.18 or later, or ${ADD_TSX}`
}

/** The remedy if Node only strips types from TypeScript. */
function remedyFor(code: string | undefined, line: string): string | undefined {
  if (code?.startsWith('ERR_UNSUPPORTED_') && /TypeScript|[Ss]tripping/.test(line)) return ADD_TSX
  const [, missing] = /(?:module|import) '(.+)' (?:is not supported .*)?imported from .*\.[mc]?tsx?$/.exec(line) ?? []
  const source = missing === undefined ? undefined : sourceOf(missing)
  if (source !== undefined) return `there is ${source}: import it by that name, or ${ADD_TSX}`
  if (/module '.*\.[mc]?tsx?' does not provide an export/.test(line))
    return `if that is a type, import it with "import type", or ${ADD_TSX}`
  if (/import statement outside a module|Unexpected token 'export'/.test(line))
    return `put "type": "module" into its package.json, or ${ADD_TSX}`
  return undefined
}

/** The TypeScript file that an import probably means: it names the compiled file, or has no extension. */
function sourceOf(missing: string): string | undefined {
  const path = missing.startsWith('file:') ? fileURLToPath(missing) : missing
  const candidates = [path.replace(/\.([mc]?)js$/, '.$1ts'), `${path}.ts`, join(path, 'index.ts')]
  const found = candidates.find((candidate) => candidate !== path && existsSync(candidate))
  return found === undefined ? undefined : relative(dirname(path), found).replaceAll('\\', '/')
}
