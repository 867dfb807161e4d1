import { readFileSync } from 'node:fs'
import test from 'ava'
import { ROOT } from '../support/process.ts'

test('CONTRIBUTING.md has a line on each script of package.json', (t) => {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: Record<string, string> }
  const contributing = readFileSync(`${ROOT}CONTRIBUTING.md`, 'utf8')
  const documented = [...contributing.matchAll(/^\| (`.*`) \|/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  )
  t.deepEqual(
    Object.keys(scripts).filter((name) => !documented.includes(name)),
    [],
  )
})
