// The defaults that depend on standard output; changed for each test.
import test from 'ava'
import { renderMap } from '../../lib/map/index.ts'
import { pages } from './sources.ts'

const layout = pages(0x1000n, 1, -1)

interface Terminal {
  readonly isTTY: boolean
  readonly columns: number | undefined
}

function on(terminal: Terminal, environment: Record<string, string | undefined>, draw: () => string): string {
  const before = { isTTY: process.stdout.isTTY, columns: process.stdout.columns, env: process.env }
  Object.assign(process.stdout, terminal)
  process.env = { ...process.env, NO_COLOR: undefined, TERM: 'xterm', ...environment }
  for (const [name, value] of Object.entries(environment)) if (value === undefined) delete process.env[name]
  try {
    return draw()
  } finally {
    Object.assign(process.stdout, { isTTY: before.isTTY, columns: before.columns })
    process.env = before.env
  }
}

const widthOf = (columns: number | undefined): number =>
  on({ isTTY: false, columns }, {}, () => renderMap(layout)).split('\n')[0]?.length ?? 0

test.serial('the width is that of the terminal within the limits, or 80', (t) => {
  t.is(widthOf(undefined), 80)
  t.is(widthOf(100), 100)
  t.is(widthOf(20), 40)
  t.is(widthOf(5000), 1000)
})

const COLOURS: readonly [terminal: boolean, environment: Record<string, string>, coloured: boolean][] = [
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
]

for (const [isTTY, environment, coloured] of COLOURS) {
  test.serial(`colour by default: terminal ${isTTY}, ${JSON.stringify(environment)}`, (t) => {
    const terminal = { isTTY, columns: 80 }
    const draw = (color?: boolean | 'auto') =>
      on(terminal, { NO_COLOR: '', ...environment }, () => renderMap(layout, { color }))
    t.is(draw().includes('\u001b'), coloured)
    t.is(draw('auto').includes('\u001b'), coloured)
    t.true(draw(true).includes('\u001b'), 'asked for')
    t.false(draw(false).includes('\u001b'), 'declined')
  })
}
