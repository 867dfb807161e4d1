import { PRINTED, PROGRAM, type Way } from './way.ts'

const ASSERTED = `const { AddressAllocator, RangeInclusive } = PACKAGE
test('the first range', () => {
  const range = new AddressAllocator(0xd0000000n, 768n << 20n).allocate(4096n, 4096n)
  expect(range).toBeInstanceOf(RangeInclusive)
  expect(range.start).toBe(0xd0000000n)
  expect(() => new AddressAllocator(0n, -1)).toThrow(RangeError)
})
`
const REQUIRED = ASSERTED.replace('PACKAGE', "require('vm-allocator')")
const IMPORTED = `import * as imported from 'vm-allocator'\n${ASSERTED.replace('PACKAGE', 'imported')}`

/** The output of a test runner, followed by what the program would print if its tests passed. */
function judged(printed: string, passed: RegExp): string {
  return passed.test(printed) ? `${printed}\n${PRINTED}` : printed
}

/** Two files, so that the native file is loaded twice by one process. */
function jest(name: string, text: string, ...options: string[]): Way['run'] {
  return (place) => {
    for (const file of ['one', 'two']) place.write(`${file}.test.${name}`, text)
    place.write('jest.config.json', JSON.stringify({ testMatch: [`**/*.test.${name}`] }))
    const script = 'node_modules/jest/bin/jest.js'
    const words = [...options, script, '--runInBand', '--config', 'jest.config.json']
    return judged(place.start(process.execPath, words), /^Tests: +2 passed, 2 total$/m)
  }
}

function vitest(pool: string): Way['run'] {
  return (place) => {
    for (const file of ['one', 'two']) {
      place.write(`${file}.test.mjs`, `import { expect, test } from 'vitest'\n${IMPORTED}`)
    }
    place.write('vitest.config.mjs', `export default { test: { pool: '${pool}', maxWorkers: 1 } }`)
    return judged(place.tool('vitest/vitest.mjs', 'run'), /^ +Tests +2 passed \(2\)$/m)
  }
}

function tsx(name: string, text: string): Way['run'] {
  return (place) => {
    place.write(name, text)
    return place.tool('tsx/dist/cli.mjs', name)
  }
}

export const RUNNERS: readonly Way[] = [
  { name: 'Jest 30, default configuration', ships: '', run: jest('js', REQUIRED) },
  { name: 'Jest 30, ES modules', ships: '', run: jest('mjs', IMPORTED, '--experimental-vm-modules') },
  ...['forks', 'threads', 'vmForks', 'vmThreads'].map((pool) => ({
    name: `vitest 4, pool ${pool}`,
    weekly: true,
    ships: '',
    run: vitest(pool),
  })),
  { name: 'tsx, ES module', ships: '', run: tsx('main.mts', PROGRAM.esm) },
  { name: 'tsx, CommonJS', ships: '', run: tsx('main.cts', PROGRAM.cjs) },
]
