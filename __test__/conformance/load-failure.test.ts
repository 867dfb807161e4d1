// The reasons why a port can't be loaded: the messages of Node 24, Bun and Deno, and the remedies. The end-to-end test
// `hosts` provokes them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { whyNotLoaded } from '../../lib/conformance/port/load-failure.ts'

const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-load-'))
test.after.always(() => rmSync(folder, { recursive: true }))
const PORT = join(folder, 'port.ts')
mkdirSync(join(folder, 'parts'))
for (const name of ['part.ts', 'parts/index.ts']) writeFileSync(join(folder, name), '')

const failure = (message: string, code?: string) => Object.assign(new Error(message), { code })
const NODE = `Node ${process.versions.node}`
const ADD_TSX = 'add tsx to the project (npm install --save-dev tsx)'

const THROWN: [thrown: unknown, message: string][] = [
  [
    failure(`Unknown file extension ".ts" for ${PORT}`, 'ERR_UNKNOWN_FILE_EXTENSION'),
    `${NODE} can't run TypeScript: use Node 22.18 or later, or ${ADD_TSX}`,
  ],
  [
    failure(`Unknown file extension ".mts" for ${folder}/part.mts`, 'ERR_UNKNOWN_FILE_EXTENSION'),
    `${NODE} can't run TypeScript (part.mts): use Node 22.18 or later, or ${ADD_TSX}`,
  ],
  [
    failure(`Unknown file extension ".tsx" for ${folder}/view.tsx`, 'ERR_UNKNOWN_FILE_EXTENSION'),
    `${NODE} can't run .tsx (view.tsx): ${ADD_TSX}`,
  ],
  [
    failure('TypeScript enum is not supported in strip-only mode\nmore', 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'),
    `can't be loaded: TypeScript enum is not supported in strip-only mode; ${ADD_TSX}`,
  ],
  [
    failure(`Cannot find module '${folder}/part.js' imported from ${PORT}`, 'ERR_MODULE_NOT_FOUND'),
    `can't be loaded: Cannot find module '${folder}/part.js' imported from ${PORT}; there is part.ts: import it by that name, or ${ADD_TSX}`,
  ],
  [
    failure(`Cannot find module '${folder}/part' imported from ${PORT}`, 'ERR_MODULE_NOT_FOUND'),
    `can't be loaded: Cannot find module '${folder}/part' imported from ${PORT}; there is part.ts: import it by that name, or ${ADD_TSX}`,
  ],
  [
    failure(
      `Directory import '${folder}/parts' is not supported resolving ES modules imported from ${PORT}`,
      'ERR_UNSUPPORTED_DIR_IMPORT',
    ),
    `can't be loaded: Directory import '${folder}/parts' is not supported resolving ES modules imported from ${PORT}; there is parts/index.ts: import it by that name, or ${ADD_TSX}`,
  ],
  [
    failure(`Cannot find module '${folder}/none.js' imported from ${PORT}`, 'ERR_MODULE_NOT_FOUND'),
    `can't be loaded: Cannot find module '${folder}/none.js' imported from ${PORT}`,
  ],
  [
    new SyntaxError("The requested module './types.ts' does not provide an export named 'Shape'"),
    `can't be loaded: The requested module './types.ts' does not provide an export named 'Shape'; if that is a type, import it with "import type", or ${ADD_TSX}`,
  ],
  [
    new SyntaxError('Cannot use import statement outside a module'),
    `can't be loaded: Cannot use import statement outside a module; put "type": "module" into its package.json, or ${ADD_TSX}`,
  ],
  [
    Object.assign(new SyntaxError('Expression expected'), { stack: `file://${PORT}:7\n\nconst x: = 1` }),
    "can't be loaded: Expression expected (port.ts:7)",
  ],
  [
    new TypeError(`SyntaxError: Expression expected\n   |\n15 | const x: = 1\n    at file://${PORT}:15:12`),
    "can't be loaded: SyntaxError: Expression expected (port.ts:15)",
  ],
  [
    new AggregateError([Object.assign(new Error('Unexpected ;'), { position: { file: PORT, line: 3 } })], '8 errors'),
    "can't be loaded: Unexpected ; (port.ts:3)",
  ],
  [
    new Error(`Transform failed with 1 error:\n${PORT}:1:24: ERROR: Unexpected ";"`),
    `can't be loaded: Transform failed with 1 error: ${PORT}:1:24: ERROR: Unexpected ";"`,
  ],
  ['thrown text', "can't be loaded: thrown text"],
  [undefined, "can't be loaded: undefined"],
]
for (const [thrown, message] of THROWN) {
  test(`${message.replaceAll(folder, '')}`, (t) => t.is(whyNotLoaded(thrown, PORT), message))
}

test('a broken tsx of the project is always reported', (t) => {
  const unknown = failure(`Unknown file extension ".ts" for ${PORT}`, 'ERR_UNKNOWN_FILE_EXTENSION')
  t.is(whyNotLoaded(unknown, PORT, 'too old\nmore'), `${NODE} can't run TypeScript, nor the project's tsx: too old`)
  t.is(whyNotLoaded(new Error('no'), PORT, 'too old'), "can't be loaded: no; the project's tsx can't be used: too old")
})
