// With any file of up to 256 MiB, the tool ends by itself: with an answer, or with one line.
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { fails, folderWith, interrupts, mmio, run, succeeds } from './command.ts'

const MIB = 2 ** 20

/** A file made of `pieces`, each repeated. */
function fileOf(t: ExecutionContext, ...pieces: readonly (readonly [text: string, times: number])[]): string {
  const file = join(folderWith(t), 'large.json')
  const descriptor = openSync(file, 'w')
  for (const [text, times] of pieces) {
    const each = Math.max(1, Math.floor(MIB / text.length))
    for (let left = times; left > 0; left -= each) writeSync(descriptor, text.repeat(Math.min(each, left)))
  }
  closeSync(descriptor)
  return file
}

const LARGE: readonly (readonly [name: string, pieces: readonly (readonly [string, number])[], reason: RegExp])[] = [
  ['spaces', [[' ', 64 * MIB]], /: \$: ends too early, at line 1, column 67108865\n$/],
  [
    'text that is not JSON',
    [
      ['"', 1],
      ['é', 10 * MIB],
      ['\t', 1],
    ],
    /: \$: is not valid JSON: unexpected character, at line 1, column 10485762\n$/,
  ],
  [
    'a string',
    [
      ['["', 1],
      ['x', 12 * MIB],
      ['"]', 1],
    ],
    /: \$: holds no snapshot/,
  ],
  [
    'a string of escapes',
    [
      ['["', 1],
      ['\\n', 6 * MIB],
      ['"]', 1],
    ],
    /: \$: holds no snapshot/,
  ],
  [
    'a name',
    [
      ['{"', 1],
      ['x', 12 * MIB],
      ['":1}', 1],
    ],
    /: \$: holds no snapshot/,
  ],
  [
    'a name of a pool',
    [
      ['{"', 1],
      ['x', 12 * MIB],
      ['":{"range_base":5,"next_id":4,"range_end":6,"freed_ids":[]}}', 1],
    ],
    /: \$\["x{199}…"\]\.next_id: is /,
  ],
  [
    'members',
    [
      ['{', 1],
      ['"":{"":1},', MIB],
      ['"":1}', 1],
    ],
    /: \$\[""\]: is given twice\n$/,
  ],
  [
    'objects',
    [
      ['[', 1],
      ['{"a":1},', 2 * MIB],
      ['1]', 1],
    ],
    /: \$: holds more than 2000000 members\n$/,
  ],
  [
    'numbers',
    [
      ['[', 1],
      ['1,', 6 * MIB],
      ['1]', 1],
    ],
    /: \$: holds no snapshot/,
  ],
  [
    'snapshots',
    [
      ['[', 1],
      ['{"range_base":5,"next_id":5,"range_end":6,"freed_ids":[]},', 60_000],
      ['1]', 1],
    ],
    /: \$: holds more than 50000 snapshots\n$/,
  ],
  ['brackets', [['[', 12 * MIB]], /: \$: is nested more than 128 levels deep/],
  [
    'line feeds',
    [
      ['\n', 12 * MIB],
      ['x', 1],
    ],
    /: is not in a supported format\n$/,
  ],
]

for (const [name, pieces, reason] of LARGE) {
  test.serial(`a file of ${name}`, async (t) => {
    const { code, signal, stdout, stderr } = await run(['check', fileOf(t, ...pieces)])
    t.deepEqual([code, signal, stdout], [1, null, ''])
    t.regex(stderr, /^vm-allocator: [^\n]{1,9000}\n$/)
    t.regex(stderr, reason)
  })
}

test.serial('a snapshot within a long string is read', async (t) => {
  const file = fileOf(t, ['{"pad":"', 1], ['x', 12 * MIB], [`","pool":${JSON.stringify(interrupts().snapshot())}}`, 1])
  t.regex(succeeds(t, await run(['check', file])), /\$\.pool: valid id snapshot/)
})

test.serial('ids in very many runs are measured, but refused for a map', async (t) => {
  const freed = Array.from({ length: 4_000_001 }, (_, at) => at * 2).join(',')
  const file = fileOf(t, [`{"range_base":0,"next_id":8000003,"range_end":8000003,"freed_ids":[${freed}]}`, 1])
  succeeds(t, await run(['stats', file]))
  fails(t, await run(['map', file]), `${file}: has more than 4000000 freed ids: too many for a map`)
})

test.serial('labels have their own limits', async (t) => {
  const refused = async (pieces: readonly (readonly [string, number])[], reason: string): Promise<void> => {
    const file = fileOf(t, ...pieces)
    fails(t, await run(['map', '--labels', file, '-'], mmio().snapshot()), `${file}: ${reason}`)
  }
  await refused([['[', 60 * MIB]], 'is nested more than 128 levels deep, at line 1, column 130')
  await refused([[' ', 65 * MIB]], 'is larger than 64 MiB')
  await refused(
    [
      ['{', 1],
      ['"1":"",', 2_000_000],
      ['"2":""}', 1],
    ],
    'holds more than 1000000 names',
  )
})
