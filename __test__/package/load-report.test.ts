// Only a file that was loaded on its platform is published.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { hostPlatform } from '../../lib/binding/host.ts'
import { fileName } from '../../lib/binding/platforms.ts'
import { loadFaults, writeLoadReport } from '../../scripts/support/load-report.ts'
import { nativeFile, node, ROOT } from '../support/process.ts'

const PLATFORM = hostPlatform()
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

test('only the file that the doctor reported is published', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const faults = (platform = PLATFORM, ofVersion = version) => loadFaults(folder, platform, ofVersion)
  t.deepEqual(faults(), [`${PLATFORM}: its file was not built`])
  copyFileSync(nativeFile(), join(folder, fileName(PLATFORM)))
  t.deepEqual(faults(), [`${PLATFORM}: its file was not loaded`])
  const report = await node('dist/cli.cjs', 'doctor', '--json')
  writeLoadReport(folder, report)
  t.deepEqual(faults(), [])
  t.deepEqual(faults(PLATFORM, '99.0.0'), [`${PLATFORM}: version ${version} was loaded`])
  copyFileSync(nativeFile(), join(folder, fileName('win32-x64-msvc')))
  t.deepEqual(faults('win32-x64-msvc'), [`win32-x64-msvc: a file was loaded on ${PLATFORM}`])
  const { nativeFile: found, ...host } = JSON.parse(report)
  writeLoadReport(folder, JSON.stringify({ ...host, nativeFile: { ...found, sha256: '0'.repeat(64) } }))
  t.deepEqual(faults(), [`${PLATFORM}: another file was loaded`])
  writeLoadReport(folder, JSON.stringify({ ...host, error: { reason: 'damaged' } }))
  t.deepEqual(faults(), [`${PLATFORM}: version undefined was loaded`])
})
