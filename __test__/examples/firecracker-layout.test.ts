import test from 'ava'
import { node } from '../support/process.ts'

test('the microVM example runs: two processes end with the same pools and devices', async (t) => {
  const output = await node('--import=tsx', 'examples/firecracker-layout.ts')
  const lines = output.split('\n')

  t.is(lines[0], 'Booted with 30 devices: 35 MMIO windows, 93 interrupts')
  t.regex(output, /^Plugged in 16 spare devices\. .* spare-16\.line needs 1 id; legacyInterrupts has nothing left\.$/m)
  t.regex(output, /^It has changed nothing\.$/m)
  t.regex(output, /^Saved 26 devices and 5 pools to one file\.$/m)
  t.regex(output, /^Both processes then plugged in the same 8 devices/m)

  // The maps: windows at the addresses that follow from the crate's policies.
  t.regex(output, /^systemMemory +0x9fc00 – 0xdffff {2}257 KiB$/m)
  t.regex(output, /^0xdf000 – 0xdffff +4 KiB {2}allocated {2}vmgenid-0\.page$/m)
  t.regex(output, /^0xc2000000 – 0xc2ffffff +16 MiB {2}allocated {2}gpu-1\.bar0$/m)
  t.regex(output, /^0x4000080000 – 0x40000fffff +512 KiB {2}allocated {2}net-8\.bar0$/m)
  t.regex(output, /^0x4400000000 – 0x45ffffffff +8 GiB {2}allocated {2}gpu-1\.bar1$/m)
  t.regex(output, /^ +7 – +7 +1 id {2}allocated {2}balloon-0\.line$/m)
  for (const line of lines) t.true(line.length <= 120, line)
})
