// `npm run test:e2e -- NAME [options]`: runs one of the end-to-end tests, which read their options from `process.argv`.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const ENDING = '.test.ts'
const FOLDER = join('__test__', 'e2e')
const names = readdirSync(FOLDER).flatMap((name) => (name.endsWith(ENDING) ? name.slice(0, -ENDING.length) : []))

const [name = '', ...options] = process.argv.slice(2)
if (names.includes(name)) {
  const ava = [join('node_modules', 'ava', 'entrypoints', 'cli.mjs'), '--config', join(FOLDER, 'ava.config.js')]
  const words = [...ava, `${FOLDER}/${name}${ENDING}`.replaceAll('\\', '/'), '--', ...options]
  process.exitCode = spawnSync(process.execPath, words, { stdio: 'inherit' }).status ?? 1
} else {
  const help = ['--help', '-h'].includes(name)
  const print = help ? console.log : console.error
  print(
    `npm run test:e2e -- NAME [options]\n\nNAME is one of ${names.join(', ')}; its options are at the top of its file.`,
  )
  process.exitCode = help ? 0 : 1
}
