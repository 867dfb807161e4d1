// Runs the programs whose output is read, from Debian: QEMU (monitor through a pipe, QMP through a socket; q35 and
// microvm, with devices; the device tree of an Arm board) and the device tree compiler. Reads what they print, and
// compares what different outputs say about the same machine. Needs qemu-system-x86, qemu-system-arm and
// device-tree-compiler.
//   npm run test:e2e -- producers
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { diffLayouts, type Layout, readLayout } from 'vm-allocator/layout'
import { flatten, sample, samplePath } from '../layout/samples.ts'

const FOLDER = mkdtempSync(join(tmpdir(), 'vm-allocator-producers-'))
test.after.always(() => rmSync(FOLDER, { recursive: true, force: true }))

/** The time in seconds for the firmware to place all BARs, on a slow machine without KVM. */
const PATIENCE = 60

const COMMON = ['-display', 'none', '-no-user-config', '-nodefaults', '-accel', 'tcg', '-m', '256M']
const Q35 = [
  ...[
    '-machine',
    'q35',
    '-device',
    'VGA',
    '-device',
    'virtio-net-pci,id=net0',
    '-device',
    'ivshmem-plain,memdev=m0,id=shm',
  ],
  ...['-object', 'memory-backend-ram,id=m0,size=64M', '-device', 'pcie-root-port,id=rp1,slot=1'],
  ...['-device', 'qemu-xhci,bus=rp1,id=usb'],
]

/** Starts a machine, queries it over QMP, and ends it. */
async function ask(name: string, args: readonly string[], questions: readonly object[]): Promise<string[]> {
  const socket = join(FOLDER, `${name}.sock`)
  const child = spawn('qemu-system-x86_64', [...COMMON, ...args, '-qmp', `unix:${socket},server=on,wait=off`], {
    stdio: 'ignore',
  })
  try {
    for (let tries = 0; !existsSync(socket) && tries < PATIENCE * 10; tries++) await sleep(100)
    return await converse(socket, questions)
  } finally {
    child.kill('SIGKILL')
  }
}

/** Returns the lines of the answers. Repeats a query until the firmware has placed everything it can. */
async function converse(socket: string, questions: readonly object[]): Promise<string[]> {
  const client = connect(socket)
  const lines: string[] = []
  let rest = ''
  client.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  const answer = async (question: object): Promise<string> => {
    const before = lines.length
    client.write(`${JSON.stringify(question)}\n`)
    for (let tries = 0; tries < PATIENCE * 20; tries++) {
      const found = lines.slice(before).find((line) => /"(?:return|error)"/.test(line))
      if (found !== undefined) return found
      await sleep(50)
    }
    throw new Error(`no answer to ${JSON.stringify(question)}`)
  }
  await answer({ execute: 'qmp_capabilities' })
  const answers: string[] = []
  for (const question of questions) {
    let text = await answer(question)
    for (let tries = 0; isUnplaced(text) && tries < PATIENCE; tries++) {
      await sleep(1000)
      text = await answer(question)
    }
    answers.push(text)
  }
  client.end()
  return answers
}

/** Whether the firmware is still placing BARs: no memory BAR except ROMs has an address. */
function isUnplaced(text: string): boolean {
  if (!text.includes('"regions"')) return false
  const layout = readLayout(text)
  return layout.space('memory') === undefined || layout.unplaced.some(({ bar }) => bar !== 'BAR 6')
}

const MTREE = { execute: 'human-monitor-command', arguments: { 'command-line': 'info mtree -f' } }

function rangesOf(layout: Layout, space: string): { start: bigint; end: bigint; label: string; type: string }[] {
  return flatten(layout.space(space)?.ranges ?? []).map(({ range }) => range)
}

test.serial('q35: query-pci agrees with info mtree -f, and neither has a problem', async (t) => {
  const [pci, tree] = await ask('q35', Q35, [{ execute: 'query-pci' }, MTREE])
  const [devices, memory] = [readLayout(pci ?? ''), readLayout(tree ?? '')]
  t.deepEqual([devices.formats, memory.formats], [['qmp-query-pci'], ['qemu-mtree-flat']])
  const bars = rangesOf(devices, 'memory').filter(({ type }) => type === 'bar')
  t.true(bars.length >= 6)
  const flat = rangesOf(memory, 'memory')
  for (const bar of bars)
    t.true(
      flat.some(({ start, end }) => bar.start <= start && end <= bar.end),
      bar.label,
    )
  t.true(devices.windows('memory').some(({ label }) => label.includes('rp1')))
  t.deepEqual([...devices.problems(), ...memory.problems()], [])
})

test.serial('microvm: no PCI, but virtio-mmio in info mtree -f', async (t) => {
  const [tree] = await ask('microvm', ['-machine', 'microvm'], [MTREE])
  t.true(rangesOf(readLayout(tree ?? ''), 'memory').some(({ label }) => /virtio-mmio/.test(label)))
})

test.serial('the monitor by a pipe: echo, prompt and line ends', (t) => {
  const printed = execFileSync('qemu-system-x86_64', [...COMMON, ...Q35, '-S', '-monitor', 'stdio'], {
    input: 'info mtree -f\nquit\n',
  })
  t.regex(printed.toString(), /\(qemu\)/)
  const layout = readLayout(printed)
  t.is(layout.space('I/O')?.name, 'I/O')
  t.true(rangesOf(layout, 'memory').some(({ label }) => label === 'pc.ram'))
  const tree = execFileSync('qemu-system-x86_64', [...COMMON, ...Q35, '-S', '-monitor', 'stdio'], {
    input: 'info mtree\nquit\n',
  })
  t.throws(() => readLayout(tree), { message: /without -f/ })
})

test.serial('an Arm board: the blob of QEMU, and the same through the device tree compiler', (t) => {
  const blob = join(FOLDER, 'virt.dtb')
  execFileSync('qemu-system-aarch64', ['-machine', `virt,dumpdtb=${blob}`, '-cpu', 'cortex-a57', '-m', '2G'], {
    stdio: 'ignore',
  })
  const layout = readLayout(readFileSync(blob))
  const source = execFileSync('dtc', ['-q', '-I', 'dtb', '-O', 'dts', blob])
  const again = readLayout(execFileSync('dtc', ['-q', '-I', 'dts', '-O', 'dtb'], { input: source }))
  t.true(diffLayouts(layout, again).same)
  const [ram] = rangesOf(layout, 'memory').filter(({ type }) => type === 'ram')
  t.deepEqual([ram?.start, ram?.end], [0x4000_0000n, 0xbfff_ffffn])
  t.deepEqual(layout.problems(), [])
})

test.serial('the blob of the samples is that of its source', (t) => {
  const compiled = readLayout(execFileSync('dtc', ['-q', '-O', 'dtb', samplePath('written/board.dts')]))
  t.true(diffLayouts(readLayout(sample('written/board.dtb')), compiled).same)
})
