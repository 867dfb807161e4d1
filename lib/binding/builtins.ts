// An `import` of a built-in module makes an ES module of all its members: for these, a tenth of what importing takes.

export const { closeSync, existsSync, fstatSync, openSync, readSync, statSync } = process.getBuiltinModule('node:fs')
export const { createRequire } = process.getBuiltinModule('node:module')
export const { dirname, join, resolve } = process.getBuiltinModule('node:path')
export const { fileURLToPath } = process.getBuiltinModule('node:url')
export const { isUint8Array } = process.getBuiltinModule('node:util/types')
