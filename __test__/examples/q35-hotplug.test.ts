import test from 'ava'
import { node } from '../support/process.ts'

test('the example with root ports plugs 300 times, and a restored machine is the same', async (t) => {
  const output = await node('--import=tsx', 'examples/q35-hotplug.ts')
  const [, plugged, unplugged, refused] = /^(\d+) .* in, (\d+) .*, (\d+) found no room\.$/m.exec(output) ?? []
  t.is(Number(plugged) + Number(unplugged) + Number(refused), 300)
  t.true(Number(refused) > 0)
  t.true(output.includes(`${Number(plugged) - Number(unplugged)} are there, and a restored machine is the same: true.`))
})
