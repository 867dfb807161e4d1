// Memory as the operating system and the engine see it.
import { setImmediate } from 'node:timers/promises'
import v8 from 'node:v8'
import { runInNewContext } from 'node:vm'

const MEBIBYTE = 2 ** 20

/** MiB by which the operating system's allocator may vary; a sanitizer keeps freed memory for a while. */
export const SLACK = process.env['ASAN_OPTIONS'] === undefined ? 24 : 512

v8.setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Collects all garbage, and runs its finalizers. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    collect()
    await setImmediate()
  }
}

/** The resident memory of the process, in MiB. */
export function residentMebibytes(): number {
  return Math.round(process.memoryUsage.rss() / MEBIBYTE)
}

/** The number of objects of some constructors in a heap snapshot. */
export async function countInHeap(names: readonly string[]): Promise<Record<string, number>> {
  let text = ''
  for await (const piece of v8.getHeapSnapshot()) text += piece
  const { snapshot, nodes, strings } = JSON.parse(text)
  const fields: string[] = snapshot.meta.node_fields
  const [width, at] = [fields.length, fields.indexOf('name')]
  const type = fields.indexOf('type')
  const objectType = (snapshot.meta.node_types[type] as string[]).indexOf('object')
  const counts = Object.fromEntries(names.map((name) => [name, 0]))
  for (let node = 0; node < nodes.length; node += width) {
    const name: string = strings[nodes[node + at]]
    if (nodes[node + type] === objectType && name in counts) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** Throws if the last of some resident sizes exceeds the middle one by more than `slack` MiB. */
export function requireFlat(what: string, sizes: readonly number[], slack: number): void {
  const [middle, last] = [sizes[Math.floor(sizes.length / 2)] ?? 0, sizes.at(-1) ?? 0]
  console.log(`${what}: ${sizes.join(', ')} MiB resident`)
  if (last > middle + slack) throw new Error(`${what}: ${last - middle} MiB more in the second half of the run`)
}
