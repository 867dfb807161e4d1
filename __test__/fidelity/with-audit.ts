// Runs the fidelity tests, and that of panics, on the binding that checks itself after every call: in canonical mode
// against a bare crate, in sound mode against a model of who owns which addresses.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

const AUDIT = 'target/audit'
const binding = readdirSync(AUDIT).find((name) => name.endsWith('.node'))
if (binding === undefined) throw new Error(`there is no binding in ${AUDIT}: npm run build:audit`)

const tests = ['vectors', 'lockstep', 'exhaustive', 'soundness'].map((name) => `__test__/fidelity/${name}.test.ts`)
const { status } = spawnSync(
  process.execPath,
  [join('node_modules', 'ava', 'entrypoints', 'cli.mjs'), ...tests, '__test__/hostile/native/panic.test.ts'],
  {
    stdio: 'inherit',
    env: { ...process.env, VM_ALLOCATOR_BINDING: resolve(AUDIT, binding), VM_ALLOCATOR_AUDIT: '1' },
  },
)
process.exitCode = status === 0 ? 0 : 1
