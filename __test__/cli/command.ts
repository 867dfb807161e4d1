// Runs the built tool like its users: as a process.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { AddressAllocator, AllocPolicy, IdAllocator } from 'vm-allocator'
import { type Ending, ending, ROOT } from '../support/process.ts'

/** The file that npm links as `vm-allocator`. The variable can select another one, such as an installed one. */
export const COMMAND = process.env['VM_ALLOCATOR_COMMAND'] ?? `${ROOT}dist/cli.cjs`

/** Runs the tool until it ends, with `input` as standard input. */
export async function run(args: readonly string[], input: string | Uint8Array = ''): Promise<Ending> {
  const child = start(args)
  // A tool that doesn't read its input may end before that is written.
  child.stdin.on('error', () => {}).end(input)
  return ending(child)
}

/** Starts the tool, without a terminal and in a quiet environment. */
export function start(args: readonly string[]): ChildProcessWithoutNullStreams {
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_OPTIONS: ___, ...env } = process.env
  return spawn(process.execPath, [COMMAND, ...args], { env })
}

/** Asserts that the tool fails with one line that gives the reason, and prints nothing else. */
export function fails(t: ExecutionContext, { code, signal, stdout, stderr }: Ending, message: string): void {
  t.deepEqual(
    { code, signal, stdout, stderr },
    { code: 1, signal: null, stdout: '', stderr: `vm-allocator: ${message}\n` },
  )
}

/** Asserts that the tool succeeds, and returns its output. */
export function succeeds(t: ExecutionContext, { code, signal, stdout, stderr }: Ending): string {
  t.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
  return stdout
}

/** A folder with files, removed after the test. */
export function folderWith(t: ExecutionContext, files: Record<string, string | Uint8Array> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'vm-allocator-cli-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

/** An MMIO window below 4 GiB with a page at its start and another one after a hole of a page. */
export function mmio(): AddressAllocator {
  const allocator = new AddressAllocator(0xd000_0000n, 768n << 20n)
  allocator.allocate(0x1000n, 0x1000n)
  allocator.allocate(0x1000n, 0x1000n, AllocPolicy.ExactMatch(0xd000_2000n))
  return allocator
}

/** Interrupt lines 5 to 23, of which 6 and 7 are in use. */
export function interrupts(): IdAllocator {
  const allocator = new IdAllocator(5, 23)
  for (let id = 0; id < 3; id++) allocator.allocateId()
  allocator.freeId(5)
  return allocator
}

/** What `serde_json` writes for a VMM's struct that has both as fields. */
export function machine(): string {
  return `{"version":3,"pools":{"mmio32":${mmio().snapshot()}},"lines":[{"legacy":${interrupts().snapshot()}}],"name":"a {b}"}`
}
