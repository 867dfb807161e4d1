// An example whose reader leaves early, as in `| head -1`, ends as if everything had been read.
import { spawn } from 'node:child_process'
import test from 'ava'
import { ending, ROOT } from '../support/process.ts'

for (const name of ['device-manager', 'firecracker-layout']) {
  test(`${name}: a reader that leaves early`, async (t) => {
    const example = `${ROOT}examples/${name}.ts`
    const child = spawn(process.execPath, ['--import=tsx', example], {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '' },
    })
    child.stdin.end()
    child.stdout.once('data', () => child.stdout.destroy())
    const { code, signal, stderr } = await ending(child)
    t.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
  })
}
