// The crate's documentation example (its `lib.rs`), as `npm start` runs it.
import test from 'ava'
import { node, ROOT } from '../support/process.ts'

/** Each section of the output, under its first line. */
async function sections(): Promise<Map<string, string[]>> {
  const output = await node('--import=tsx', `${ROOT}examples/device-manager.ts`)
  const paragraphs = output.trim().split(/\n\n(?=\S)/)
  return new Map(
    paragraphs.map((paragraph) => {
      const [title = '', ...lines] = paragraph.split('\n')
      return [title, lines.map((line) => line.trim()).filter((line) => line !== '')]
    }),
  )
}

/** The ids and addresses in the rows of a table. */
function rows(lines: readonly string[]): string[] {
  return lines.filter((line) => /^\d/.test(line)).map((line) => line.replace(/[\s│]+/g, ' '))
}

const output = sections()

async function section(start: string): Promise<readonly string[]> {
  const found = [...(await output)].find(([title]) => title.startsWith(start))
  if (found === undefined) throw new Error(`no section starts with ${start}: ${[...(await output).keys()]}`)
  return found[1]
}

test('ids run from 0 to 100, and the MMIO window from 4 GiB - 768 MiB to 4 GiB', async (t) => {
  t.true((await output).has('Device manager: ids 0 to 100, MMIO window 0xd0000000 to 0xffffffff'))
})

test('101 devices are reserved, a page each, from the lowest on', async (t) => {
  const devices = rows(await section('Reserved 101 devices'))
  t.deepEqual(devices.slice(0, 3), ['0 0xd0000000 0xd0000fff', '1 0xd0001000 0xd0001fff', '2 0xd0002000 0xd0002fff'])
  t.is(devices.at(-1), '100 0xd0064000 0xd0064fff')
})

test('the next one is refused by the crate', async (t) => {
  t.deepEqual(await section('The next one was refused'), [
    'ResourceNotAvailable: The requested resource is not available.',
  ])
})

test('exactly the freed ids and pages come back, lowest first', async (t) => {
  t.deepEqual(rows(await section('Freed three')), [
    '42 0xd002a000 0xd002afff',
    '7 0xd0007000 0xd0007fff',
    '99 0xd0063000 0xd0063fff',
  ])
  t.deepEqual(rows(await section('Reserved until full again')), [
    '7 0xd0007000 0xd0007fff',
    '42 0xd002a000 0xd002afff',
    '99 0xd0063000 0xd0063fff',
  ])
})

test('a device can’t be freed twice', async (t) => {
  t.deepEqual(await section('Freeing device 7 twice'), ['AlreadyReleased: Specified id: 7 is already released.'])
})

test('no page is lost: the refused device’s page was freed, so each device has one', async (t) => {
  const source = `
    import { AddressAllocator } from 'vm-allocator'
    const { allocate, free } = AddressAllocator.prototype
    const live = new Set()
    AddressAllocator.prototype.allocate = function (...request) {
      const range = Reflect.apply(allocate, this, request)
      live.add(range.start)
      return range
    }
    AddressAllocator.prototype.free = function (range) {
      Reflect.apply(free, this, [range])
      live.delete(range.start)
    }
    await import('./examples/device-manager.ts')
    console.log(live.size)`
  const printed = await node('--import=tsx', '--input-type=module', '--eval', source)
  // 101 devices at the end, of which the last step frees one.
  t.is(printed.trim().split('\n').at(-1), '100')
})
